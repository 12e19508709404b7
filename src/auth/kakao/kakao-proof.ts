import { CodedException } from '../../common/errors/coded.exception.js';
import type { KakaoLoginDto } from '../dto/kakao-login.dto.js';
import type { KakaoCode } from './kakao-client.js';

/** One of the three things a front end can show for a person. */
export type KakaoProof =
  | { readonly code: KakaoCode; readonly nonce: string | undefined }
  | { readonly accessToken: string }
  | {
      readonly idToken: string;
      readonly nonce: string | undefined;
      readonly accessToken: string | undefined;
    };

type Field = keyof KakaoLoginDto;

/** @throws CodedException validation_failed unless the body is exactly one of the three */
export function kakaoProofOf(body: KakaoLoginDto): KakaoProof {
  const { code, redirectUri, codeVerifier, nonce, accessToken, idToken } = body;
  if (code !== undefined) {
    refuse(body, ['idToken', 'accessToken']);
    if (redirectUri === undefined) throw wrong('redirectUri', 'required');
    return { code: { code, redirectUri, codeVerifier }, nonce };
  }
  refuse(body, ['redirectUri', 'codeVerifier']);
  if (idToken !== undefined) return { idToken, nonce, accessToken };
  refuse(body, ['nonce']);
  if (accessToken === undefined) throw wrong('code', 'required');
  return { accessToken };
}

function refuse(body: KakaoLoginDto, fields: readonly Field[]): void {
  const present = fields.find((field) => body[field] !== undefined);
  if (present) throw wrong(present, 'not_beside_others');
}

function wrong(
  field: Field,
  code: 'required' | 'not_beside_others',
): CodedException {
  return new CodedException('validation_failed', {
    details: [{ field, code }],
  });
}
