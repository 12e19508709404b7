import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { BodyPipe } from '../../common/http/body.pipe.js';
import { RefreshTokenDto } from '../dto/refresh-token.dto.js';

/** Lets in who sends a refresh token of ours that is in time. */
@Injectable()
export class JwtRefreshGuard extends AuthGuard('jwt-refresh') {
  private readonly pipe = new BodyPipe();

  /** Guards run before pipes. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    await this.pipe.transform(request.body, {
      type: 'body',
      metatype: RefreshTokenDto,
    });
    return super.canActivate(context) as Promise<boolean>;
  }
}
