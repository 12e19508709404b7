import { CodedException } from '../../common/errors/coded.exception.js';
import type { TokenClaims } from './verified-jwt.js';

/** What a token says; nothing where it is none of ours, for those to whom that is no error. */
export function claimsOf(verify: () => TokenClaims): TokenClaims | undefined {
  try {
    return verify();
  } catch (error) {
    if (error instanceof CodedException) return undefined;
    throw error;
  }
}
