import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { FieldErrorCode } from '../../common/errors/field-errors.js';
import { RefreshCookie } from './refresh-cookie.js';

/** How a refresh token travels: by cookie, or in the body for apps without a cookie jar. */
export type Transport = 'cookie' | 'body';

export interface PresentedToken {
  readonly token: string;
  readonly via: Transport;
}

/** Takes the refresh token out of a request. */
@Injectable()
export class TokenTransport {
  constructor(private readonly cookie: RefreshCookie) {}

  /** What `X-Token-Transport` asks for. */
  wanted(request: FastifyRequest): Transport {
    return request.headers['x-token-transport'] === 'body' ? 'body' : 'cookie';
  }

  /**
   * The token a request presents, and the way it came, which is the way its answer travels: a script
   * that could have a cookie's token answered in a body could carry it away.
   *
   * @throws CodedException validation_failed when it presents two, or one in the body without asking for that transport
   */
  receive(request: FastifyRequest): PresentedToken | undefined {
    const fromCookie = this.cookie.read(request);
    const fromBody = (request.body as { refreshToken?: string } | undefined)
      ?.refreshToken;
    if (fromBody === undefined)
      return fromCookie === undefined
        ? undefined
        : { token: fromCookie, via: 'cookie' };
    if (fromCookie !== undefined) throw refused('ambiguous');
    if (this.wanted(request) === 'cookie')
      throw refused('needs_body_transport');
    return { token: fromBody, via: 'body' };
  }

  clear(request: FastifyRequest, reply: FastifyReply): void {
    if (
      this.wanted(request) === 'cookie' ||
      this.cookie.read(request) !== undefined
    )
      this.cookie.clear(reply);
  }
}

function refused(code: FieldErrorCode): CodedException {
  return new CodedException('validation_failed', {
    details: [{ field: 'refreshToken', code }],
  });
}
