import {
  type CanActivate,
  type ExecutionContext,
  Injectable,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Refuses state-changing requests that a browser says come from a site not on the list (CSRF,
 * OWASP cheat sheet: verifying origin). Requests that say nothing come from no browser.
 */
@Injectable()
export class OriginGuard implements CanActivate {
  private readonly allowed: ReadonlySet<string>;

  constructor(config: Config) {
    this.allowed = new Set(config.allowedOrigins);
  }

  canActivate(context: ExecutionContext): boolean {
    const { method, headers } = context
      .switchToHttp()
      .getRequest<FastifyRequest>();
    if (SAFE_METHODS.has(method)) return true;
    const { origin } = headers;
    const isCrossSite = headers['sec-fetch-site'] === 'cross-site';
    const isAllowed =
      origin === undefined ? !isCrossSite : this.allowed.has(origin);
    if (!isAllowed) throw new CodedException('origin_not_allowed');
    return true;
  }
}
