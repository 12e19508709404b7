import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/clock.js';
import { Config } from '../../config/config.js';

/** The only place that spells the refresh cookie. */
@Injectable()
export class RefreshCookie {
  readonly name: string;
  private readonly attributes: {
    httpOnly: true;
    secure: boolean;
    sameSite: 'strict' | 'lax' | 'none';
    path: '/';
  };

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    const secure = config.publicUrl.startsWith('https:');
    // RFC 6265bis §4.1.3.2: with __Host- no sub-domain and no plain-http page can plant a cookie of that name.
    this.name = secure ? '__Host-refresh_token' : 'refresh_token';
    this.attributes = {
      httpOnly: true,
      secure,
      sameSite: config.cookieSameSite,
      path: '/',
    };
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name] || undefined;
  }

  /** @param expiresAt milliseconds since 1970 */
  write(reply: FastifyReply, token: string, expiresAt: number): void {
    const maxAge = Math.floor((expiresAt - this.clock.now()) / 1000);
    void reply.setCookie(this.name, token, { ...this.attributes, maxAge });
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.attributes);
  }
}
