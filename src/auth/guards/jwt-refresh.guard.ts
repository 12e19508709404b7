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

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context
      .switchToHttp()
      .getRequest<FastifyRequest & { user: PresentedRefreshToken }>();
    return request.body === undefined
      ? this.admit(request)
      : this.checkBody(request.body).then(() => this.admit(request));
  }

  private admit(
    request: FastifyRequest & { user?: PresentedRefreshToken },
  ): true {
    request.user = this.strategy.validate(request);
    return true;
  }

  /** Guards run before pipes. */
  private checkBody(body: unknown): Promise<unknown> {
    return this.pipe.transform(body, {
      type: 'body',
      metatype: RefreshTokenDto,
    });
  }
}
