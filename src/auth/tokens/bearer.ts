import type { IncomingMessage } from 'node:http';
import { CodedException } from '../../common/errors/coded.exception.js';

/** As much of a request as it takes. */
export interface BearerRequest {
  readonly raw: Pick<IncomingMessage, 'headers' | 'rawHeaders'>;
}

/**
 * The token of an `Authorization` header: exactly `Bearer`, one space, one token (RFC 6750 §2.1).
 * @throws CodedException access_token_missing, access_token_invalid
 */
export function bearerToken({ raw }: BearerRequest): string {
  const header = raw.headers.authorization;
  if (header === undefined) throw new CodedException('access_token_missing');
  const token = /^Bearer ([\w.~+/-]+=*)$/.exec(header)?.[1];
  if (token === undefined || isRepeated(raw.rawHeaders))
    throw new CodedException('access_token_invalid');
  return token;
}

/** Node keeps the first of several lines; something in front of it may have looked at the last. */
function isRepeated(rawHeaders: readonly string[]): boolean {
  let lines = 0;
  for (let i = 0; i < rawHeaders.length; i += 2)
    if (rawHeaders[i]!.toLowerCase() === 'authorization') lines += 1;
  return lines > 1;
}
