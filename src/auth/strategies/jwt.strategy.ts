import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { AuthUser } from '../decorators/current-user.decorator.js';
import { SessionCache } from '../sessions/session-cache.js';
import { AccessTokens } from '../tokens/access-token.js';
import { type BearerRequest, bearerToken } from '../tokens/bearer.js';

/**
 * Access tokens. passport-jwt would check the signature of a known token anew at each request;
 * AccessTokens remembers those it found good, and is what `token/verify` asks too, so that one
 * place decides. The session behind the token is asked for every time.
 */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly sessions: SessionCache,
  ) {
    super({
      jwtFromRequest: (request: unknown) =>
        bearerToken(request as BearerRequest),
      secretOrKeyProvider: (_request, token: string, done) =>
        done(null, accessTokens.verificationKey(token).publicKey as never),
    });
  }

  /** What `AuthGuard('jwt')` asks. */
  override authenticate(request: unknown): void {
    this.validate(request as BearerRequest).then(
      (user) => this.success(user),
      (error: Error) => this.error(error),
    );
  }

  /** @throws CodedException access_token_missing, access_token_invalid, access_token_expired, session_revoked */
  async validate(request: BearerRequest): Promise<AuthUser> {
    const { sub, sid } = this.accessTokens.verify(bearerToken(request));
    const live = await this.sessions.find(sub, sid);
    if (!live) throw new CodedException('session_revoked');
    return { id: sub, sessionId: sid, role: live.user.role };
  }
}
