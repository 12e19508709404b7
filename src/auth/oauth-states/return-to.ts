import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';

/** Of the address as it is sent, where a Korean letter takes nine characters. Four states of this size fit the 8 KiB that proxies allow for all cookies. */
const MAX_LENGTH = 512;
// Browsers take \ for /, and drop tabs and line ends, so that "/\t/evil" is "//evil" to them.
const AMBIGUOUS = /[\s\\\p{Cc}\p{Cf}\p{Cs}]/u;

/** Decides where a browser may be sent after a redirect flow: nowhere but to our own front ends (RFC 9700 §4.11). */
@Injectable()
export class ReturnTo {
  constructor(private readonly config: Config) {}

  /** Where a flow ends of which nothing is known any more. */
  get home(): string {
    return `${this.config.webUrl}/`;
  }

  /**
   * @param wish a path, or a URL on an allowed origin; none is `/` on `WEB_URL`
   * @returns an absolute URL on an allowed origin
   * @throws CodedException redirect_not_allowed
   */
  resolve(wish: unknown = '/'): string {
    if (typeof wish !== 'string' || !this.isAllowed(wish))
      throw new CodedException('redirect_not_allowed');
    const url = new URL(wish, this.config.webUrl);
    if (
      url.href.length > MAX_LENGTH ||
      !this.config.allowedOrigins.includes(url.origin)
    )
      throw new CodedException('redirect_not_allowed');
    return url.href;
  }

  withError(address: string, code: string): string {
    const url = new URL(address);
    url.searchParams.set('error', code);
    return url.href;
  }

  /** As text: what a URL parser makes of an odd spelling is not what every browser makes of it. */
  private isAllowed(wish: string): boolean {
    if (AMBIGUOUS.test(wish)) return false;
    if (wish.startsWith('/')) return !wish.startsWith('//');
    return this.config.allowedOrigins.some(
      (origin) =>
        wish === origin ||
        (/^[/?#]/.test(wish.slice(origin.length)) && wish.startsWith(origin)),
    );
  }
}
