import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { Strategy } from 'passport-jwt';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { AuthUser } from '../decorators/current-user.decorator.js';
import { type LiveUser, SessionCache } from '../sessions/session-cache.js';
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
    new Promise<AuthUser>((resolve) =>
      resolve(this.validate(request as BearerRequest)),
    ).then(
      (user) => this.success(user),
      (error: Error) => this.error(error),
    );
  }

  /**
   * At once where the session is remembered; a promise only for what the database must say.
   * @throws CodedException access_token_missing, access_token_invalid, access_token_expired, session_revoked
   */
  validate(request: BearerRequest): AuthUser | Promise<AuthUser> {
    const { sub, sid } = this.accessTokens.verify(bearerToken(request));
    const live = this.sessions.find(sub, sid);
    return live instanceof Promise
      ? live.then((found) => callerOf(found, sid))
      : callerOf(live, sid);
  }
}

function callerOf(live: LiveUser | undefined, sessionId: string): AuthUser {
  if (!live) throw new CodedException('session_revoked');
  return { id: live.user.id, sessionId, role: live.user.role };
}
