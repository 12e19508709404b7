import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { TokenTransport } from '../cookies/token-transport.js';

/** Clears the refresh cookie once every session has ended. A failed request leaves it: it may still be good. */
@Injectable()
export class ClearRefreshCookieInterceptor implements NestInterceptor {
  constructor(private readonly transport: TokenTransport) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<unknown>,
  ): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(tap(() => this.transport.clear(request, reply)));
  }
}
