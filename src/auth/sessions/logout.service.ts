import { Injectable } from '@nestjs/common';
import type { Client } from '../../common/http/client.decorator.js';
import { AccessTokens } from '../tokens/access-token.js';
import { claimsOf } from '../tokens/claims-of.js';
import { RefreshTokens } from '../tokens/refresh-token.js';
import { SessionsService } from './sessions.service.js';

/** Ends the session of whatever token a client has left. */
@Injectable()
export class LogoutService {
  constructor(
    private readonly sessions: SessionsService,
    private readonly refreshTokens: RefreshTokens,
    private readonly accessTokens: AccessTokens,
  ) {}

  /**
   * The refresh token decides; an old or expired one of the session will do. A token that is none of ours ends nothing:
   * who logs out twice, or with a broken token, is logged out as asked.
   */
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
