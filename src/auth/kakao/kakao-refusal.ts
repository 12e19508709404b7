import { CodedException } from '../../common/errors/coded.exception.js';
import type { KakaoAnswer } from './kakao-http.js';

/** A person's code or token that is wrong, used or over; logging in again helps. */
const PERSONS_FAULT = new Set([
  'KOE303',
  'KOE320',
  'KOE322',
  '-2',
  '-101',
  '-103',
  '-401',
  '-402',
  '-406',
]);

/**
 * What an answer that is no success means here. Kakao's statuses mislead (its temporary failure is a 400), so the
 * codes decide; whatever is not the person's fault is Kakao's or our configuration's, and theirs to try again later.
 */
export function kakaoRefusal({ status, body }: KakaoAnswer): CodedException {
  const { error, error_code, code } = Object(body) as Record<string, unknown>;
  const reason = [error_code, code].find((value) => typeof value === 'string');
  // A wrong PKCE verifier has no documented code, only OAuth's name for it.
  const isPersonsFault =
    status < 500 &&
    (reason === undefined
      ? error === 'invalid_grant'
      : PERSONS_FAULT.has(reason as string));
  if (isPersonsFault) return new CodedException('kakao_rejected');
  // Kakao's own description may echo the code or the key.
  const cause = new Error(
    `Kakao answered ${status} ${(reason as string | undefined)?.slice(0, 20) ?? ''}`,
  );
  return new CodedException('kakao_unavailable', { cause });
}
