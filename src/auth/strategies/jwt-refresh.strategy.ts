import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-jwt';
import { CodedException } from '../../common/errors/coded.exception.js';
import { TokenTransport, type Transport } from '../cookies/token-transport.js';
import {
  RefreshTokens,
  type VerifiedRefreshToken,
} from '../tokens/refresh-token.js';

/** A refresh token that was found good, and the way it came. */
export interface PresentedRefreshToken extends VerifiedRefreshToken {
  readonly via: Transport;
}

/** A request as `JwtRefreshGuard` leaves it. */
export type RefreshRequest = FastifyRequest & { user: PresentedRefreshToken };

/**
 * Refresh tokens, from the cookie or the body. Only the token itself is judged here; whether it
 * is the session's current one is decided by the rotation, in one statement.
 */
@Injectable()
export class JwtRefreshStrategy extends PassportStrategy(
  Strategy,
  'jwt-refresh',
) {
  constructor(
    private readonly transport: TokenTransport,
    private readonly refreshTokens: RefreshTokens,
  ) {
    super({
      jwtFromRequest: (request: unknown) =>
        transport.receive(request as FastifyRequest)?.token ?? null,
      secretOrKeyProvider: (_request, token: string, done) =>
        done(null, refreshTokens.verificationKey(token) as never),
    });
  }

  /** What `AuthGuard('jwt-refresh')` asks. */
  override authenticate(request: unknown): void {
    try {
      this.success(this.validate(request as FastifyRequest));
    } catch (error) {
      this.error(error as Error);
    }
  }

  /** @throws CodedException refresh_token_missing, refresh_token_invalid, refresh_token_expired, validation_failed */
  validate(request: FastifyRequest): PresentedRefreshToken {
    const presented = this.transport.receive(request);
    if (!presented) throw new CodedException('refresh_token_missing');
    return {
      ...this.refreshTokens.verify(presented.token),
      via: presented.via,
    };
  }
}
