import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Transport } from '../cookies/token-transport.js';
import type { VerifiedRefreshToken } from '../tokens/refresh-token.js';

/** The refresh token JwtRefreshGuard found good. */
export abstract class PresentedRefreshToken implements VerifiedRefreshToken {
  abstract readonly token: VerifiedRefreshToken['token'];
  abstract readonly claims: VerifiedRefreshToken['claims'];
  abstract readonly secret: VerifiedRefreshToken['secret'];
  abstract readonly via: Transport;
}

export const RefreshToken = createParamDecorator(
  (_data: unknown, context: ExecutionContext): PresentedRefreshToken =>
    context.switchToHttp().getRequest<{ user: PresentedRefreshToken }>().user,
);
