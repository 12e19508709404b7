import { type ExecutionContext, Injectable } from '@nestjs/common';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { BodyPipe } from '../../common/http/body.pipe.js';
import { LoginDto } from '../dto/login.dto.js';

/** Lets in who sends the right username and password. */
@Injectable()
export class LocalAuthGuard extends AuthGuard('local') {
  private readonly pipe = new BodyPipe();

  /** Guards run before pipes, and passport-local takes whatever stands in the body. */
  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    await this.pipe.transform(request.body, {
      type: 'body',
      metatype: LoginDto,
    });
    return super.canActivate(context) as Promise<boolean>;
  }
}
