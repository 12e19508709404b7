import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import { Strategy } from 'passport-local';
import { clientOf } from '../../common/http/client.decorator.js';
import { CredentialsService } from '../credentials/credentials.service.js';
import type { CheckedPassword } from '../sessions/session-openings.service.js';

/** Username and password. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'local') {
  constructor(private readonly credentials: CredentialsService) {
    super({ passReqToCallback: true });
  }

  /** @throws CodedException invalid_credentials, account_disabled */
  async validate(
    request: FastifyRequest,
    username: string,
    password: string,
  ): Promise<CheckedPassword> {
    return this.credentials.verify(username, password, clientOf(request));
  }
}
