const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_FUTURE_IAT_S = 5;

interface DecodedJwt {
  readonly header: object;
  readonly payload: unknown;
}

/** What both kinds of our tokens say. Times are seconds since 1970. */
export interface TokenClaims {
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
}

/**
 * What `jsonwebtoken` leaves unchecked once the signature, `iss` and `aud` are right (RFC 8725 §3.10–3.11):
 * the kind of token, `crit` (RFC 7515 §4.1.11), that times are there and sane, and ids that are ids.
 */
export function readClaims(
  jwt: DecodedJwt,
  typ: string,
  nowS: number,
): TokenClaims | undefined {
  const header = jwt.header as { typ?: unknown; crit?: unknown };
  if (header.typ !== typ || header.crit !== undefined) return undefined;
  if (typeof jwt.payload !== 'object' || jwt.payload === null) return undefined;
  const { sub, sid, iat, exp } = jwt.payload as Record<string, unknown>;
  if (!isUuid(sub) || !isUuid(sid)) return undefined;
  if (!isSeconds(iat) || !isSeconds(exp)) return undefined;
  if (iat > nowS + MAX_FUTURE_IAT_S || exp <= iat) return undefined;
  return { sub, sid, iat, exp };
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
