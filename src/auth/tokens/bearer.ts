import type { IncomingHttpHeaders } from 'node:http';
import { CodedException } from '../../common/errors/coded.exception.js';

/**
 * The token of an `Authorization` header: exactly `Bearer`, one space, one token (RFC 6750 §2.1).
 * @throws CodedException access_token_missing, access_token_invalid
 */
export function bearerToken(request: { headers: IncomingHttpHeaders }): string {
  const header = request.headers.authorization;
  if (header === undefined) throw new CodedException('access_token_missing');
  const token = /^Bearer ([\w.~+/-]+=*)$/.exec(header)?.[1];
  if (token === undefined) throw new CodedException('access_token_invalid');
  return token;
}
