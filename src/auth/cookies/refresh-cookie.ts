import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../../common/clock.js';
import { Config } from '../../config/config.js';

const SAME_SITE = { strict: 'Strict', lax: 'Lax', none: 'None' } as const;

/**
 * The only place that spells the refresh cookie. By hand: the plugin looks through a token for characters that no
 * token has, and keeps it for a hook of its own.
 */
@Injectable()
export class RefreshCookie {
  readonly name: string;
  private readonly attributes: string;

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    const isSecure = config.publicUrl.startsWith('https:');
    // RFC 6265bis §4.1.3.2: with __Host- no sub-domain and no plain-http page can plant a cookie of that name.
    this.name = isSecure ? '__Host-refresh_token' : 'refresh_token';
    const sameSite = SAME_SITE[config.cookieSameSite];
    this.attributes = `Path=/; HttpOnly; ${isSecure ? 'Secure; ' : ''}SameSite=${sameSite}`;
  }

  read(request: FastifyRequest): string | undefined {
    return request.cookies[this.name] || undefined;
  }

  /** @param expiresAt milliseconds since 1970 */
  write(reply: FastifyReply, token: string, expiresAt: number): void {
    const maxAge = Math.floor((expiresAt - this.clock.now()) / 1000);
    this.set(reply, `${token}; Max-Age=${maxAge}`);
  }

  clear(reply: FastifyReply): void {
    this.set(reply, `; Max-Age=0; Expires=${new Date(0).toUTCString()}`);
  }

  private set(reply: FastifyReply, valueAndLife: string): void {
    const cookie = `${this.name}=${valueAndLife}; ${this.attributes}`;
    void reply.header('set-cookie', cookie);
  }
}
