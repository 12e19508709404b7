import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import { BodyPipe } from '../../common/http/body.pipe.js';
import { RefreshTokenDto } from '../dto/refresh-token.dto.js';
import {
  JwtRefreshStrategy,
  type RefreshRequest,
} from '../strategies/jwt-refresh.strategy.js';

/** Lets in who sends a refresh token of ours that is in time. Asks the strategy itself, as JwtAuthGuard does. */
@Injectable()
export class JwtRefreshGuard implements CanActivate {
  private readonly pipe = new BodyPipe();

  constructor(private readonly strategy: JwtRefreshStrategy) {}

  canActivate(context: ExecutionContext): boolean | Promise<boolean> {
    const request = context.switchToHttp().getRequest<RefreshRequest>();
    return request.body === undefined
      ? this.admit(request)
      : this.checkBody(request.body).then(() => this.admit(request));
  }

  private admit(request: RefreshRequest): true {
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
