import {
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { toUserView } from '../../users/user.view.js';
import { RefreshCookie } from '../cookies/refresh-cookie.js';
import { TokenTransport, type Transport } from '../cookies/token-transport.js';
import type { TokensView } from '../dto/tokens.view.js';
import type { IssuedTokens } from '../sessions/session-tokens.js';

type Request = FastifyRequest & { user?: { via?: Transport } };

/** Takes the refresh token out of what a handler returns and sends it by cookie, or in the body where that was asked for. */
@Injectable()
export class RefreshCookieInterceptor implements NestInterceptor<
  IssuedTokens,
  TokensView
> {
  constructor(
    private readonly cookie: RefreshCookie,
    private readonly transport: TokenTransport,
  ) {}

  intercept(
    context: ExecutionContext,
    next: CallHandler<IssuedTokens>,
  ): Observable<TokensView> {
    const http = context.switchToHttp();
    const request = http.getRequest<Request>();
    const reply = http.getResponse<FastifyReply>();
    return next
      .handle()
      .pipe(map((tokens) => this.handOver(tokens, request, reply)));
  }

  /** The same for a handler that is asked too often for an interceptor's detour. */
  handOver(
    tokens: IssuedTokens,
    request: Request,
    reply: FastifyReply,
  ): TokensView {
    const { user, accessToken, expiresIn, isNewUser } = tokens;
    const view: TokensView & { isNewUser?: boolean } = {
      accessToken,
      tokenType: 'Bearer',
      expiresIn,
      user: toUserView(user),
      ...(isNewUser !== undefined && { isNewUser }),
    };
    const via = request.user?.via ?? this.transport.wanted(request);
    if (via === 'body') return { ...view, refreshToken: tokens.refreshToken };
    this.cookie.write(reply, tokens.refreshToken, tokens.refreshExpiresAt);
    return view;
  }
}
