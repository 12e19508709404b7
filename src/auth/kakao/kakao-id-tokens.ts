import { Injectable } from '@nestjs/common';
import { type JWTPayload, jwtVerify } from 'jose';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import { KakaoKeys } from './kakao-keys.js';
import {
  isKakaoId,
  type KakaoProfile,
  readEmail,
  readNickname,
} from './kakao-profile.js';

const CLOCK_TOLERANCE_S = 30;

/** Judges id_tokens (OIDC Core §3.1.3.7). */
@Injectable()
export class KakaoIdTokens {
  constructor(
    private readonly keys: KakaoKeys,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /**
   * @param nonce what the token must carry; undefined where the caller sent none
   * @throws CodedException kakao_rejected, kakao_unavailable
   */
  async verify(
    idToken: string,
    nonce: string | undefined,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const claims = await this.claimsOf(idToken, deadline);
    const { sub, aud, iat } = claims;
    const isFromLater =
      iat === undefined || iat > this.clock.now() / 1000 + CLOCK_TOLERANCE_S;
    // One app key is the audience; a list could name ours beside the one it was made for.
    if (!isKakaoId(sub) || typeof aud !== 'string' || isFromLater)
      throw new CodedException('kakao_rejected');
    if (nonce !== undefined && claims.nonce !== nonce)
      throw new CodedException('kakao_rejected');
    return {
      id: sub,
      nickname: readNickname(claims.nickname),
      // Kakao puts an address there only when it is valid and verified.
      verifiedEmail: readEmail(claims.email),
    };
  }

  private async claimsOf(
    idToken: string,
    deadline: AbortSignal,
  ): Promise<JWTPayload> {
    const { authUrl, audiences } = this.config.kakao!;
    try {
      const { payload, protectedHeader } = await jwtVerify(
        idToken,
        (header, token) => this.keys.keyOf(header, token, deadline),
        {
          algorithms: ['RS256'],
          issuer: authUrl,
          audience: [...audiences],
          requiredClaims: ['exp', 'iat', 'sub'],
          clockTolerance: CLOCK_TOLERANCE_S,
          currentDate: new Date(this.clock.now()),
        },
      );
      const { crit, typ = 'JWT' } = protectedHeader;
      // RFC 8725 §3.11: Kakao signs its notices (typ secevent+jwt) with the same keys.
      if (crit !== undefined || typ !== 'JWT')
        throw new CodedException('kakao_rejected');
      return payload;
    } catch (error) {
      if (error instanceof CodedException) throw error;
      throw new CodedException('kakao_rejected', { cause: error });
    }
  }
}
