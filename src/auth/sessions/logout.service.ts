import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { AccessTokens } from '../tokens/access-token.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import type { TokenClaims } from '../tokens/verified-jwt.js';
import { SessionsService } from './sessions.service.js';

/** Ends the session of whatever token a client has left. */
@Injectable()
export class LogoutService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** The refresh token decides; an old or expired one of the session will do. A token that is none of ours ends nothing. */
  async logout(
    tokens: { refreshToken: string | undefined; accessToken: () => string },
    client: Client,
  ): Promise<void> {
    const { refreshToken, accessToken } = tokens;
    const claims = claimsOf(() =>
      refreshToken === undefined
        ? this.accessTokens.verify(accessToken())
        : this.refreshTokens.verify(refreshToken, { expired: true }).claims,
    );
    if (claims) await this.sessions.end(claims.sub, claims.sid, client);
  }
}

/** Logging out twice, or with a broken token, leaves the caller logged out as asked: no error. */
function claimsOf(verify: () => TokenClaims): TokenClaims | undefined {
  try {
    return verify();
  } catch (error) {
    if (error instanceof CodedException) return undefined;
    throw error;
  }
}
