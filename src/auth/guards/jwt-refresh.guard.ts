import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { BodyPipe } from '../../common/http/body.pipe.js';
import type { PresentedRefreshToken } from '../decorators/presented-refresh-token.decorator.js';
import { RefreshTokenDto } from '../dto/refresh-token.dto.js';
import { JwtRefreshStrategy } from '../strategies/jwt-refresh.strategy.js';

/** Lets in who sends a refresh token of ours that is in time. Asks the strategy itself, as JwtAuthGuard does. */
@Injectable()
export class JwtRefreshGuard implements CanActivate {
  private readonly pipe = new BodyPipe();

  constructor(private readonly strategy: JwtRefreshStrategy) {}

  /** Guards run before pipes. */
  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context
      .switchToHttp()
      .getRequest<FastifyRequest & { user: PresentedRefreshToken }>();
    if (request.body !== undefined)
      await this.pipe.transform(request.body, {
        type: 'body',
        metatype: RefreshTokenDto,
      });
    request.user = this.strategy.validate(request);
    return true;
  }
}
