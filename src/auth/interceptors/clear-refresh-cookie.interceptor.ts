import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { TokenTransport } from '../cookies/token-transport.js';
import type { AuthUser } from '../decorators/current-user.decorator.js';
import { claimsOf } from '../tokens/claims-of.js';
import { RefreshTokens } from '../tokens/refresh-token.js';

type Request = FastifyRequest & { user: AuthUser };

/**
 * Clears the refresh cookie once every session of the caller has ended. A failed request leaves it: it may still be
 * good. So may that of another user, who has logged in in another tab since the caller's access token was made.
 */
@Injectable()
export class ClearRefreshCookieInterceptor implements NestInterceptor {
  constructor(
    private readonly transport: TokenTransport,
    private readonly refreshTokens: RefreshTokens,
  ) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<unknown>,
  ): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      tap(() => {
        if (!this.isOfAnotherUser(request))
          this.transport.clear(request, reply);
      }),
    );
  }

  private isOfAnotherUser(request: Request): boolean {
    const token = this.transport.receive(request)?.token ?? '';
    const claims = claimsOf(() => this.refreshTokens.verify(token).claims);
    return claims !== undefined && claims.sub !== request.user.id;
  }
}
