const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_FUTURE_IAT_S = 5;

export const AUDIENCE = 'munjigi';

/** A JWT whose signature was found good. */
export interface DecodedJwt {
  readonly header: object;
  readonly payload: unknown;
}

/** What a token has to say to be taken. */
export interface Expected {
  readonly typ: string;
  readonly issuer: string;
  /** Seconds since 1970. */
  readonly now: number;
}

/** What both kinds of our tokens say. Times are seconds since 1970. */
export interface TokenClaims {
  readonly sub: string;
  readonly sid: string;
  readonly iat: number;
  readonly exp: number;
}

/**
 * What remains to be asked once the signature is right (RFC 8725 §3.8–3.11): whose token it is and for whom, the
 * kind of token, `crit` (RFC 7515 §4.1.11), that times are there and sane, and ids that are ids. Undefined when
 * something is wrong. Whether the token has expired is the caller's question.
 */
export function readClaims(
  jwt: DecodedJwt,
  { typ, issuer, now }: Expected,
): TokenClaims | undefined {
  const header = jwt.header as { typ?: unknown; crit?: unknown };
  if (header.typ !== typ || header.crit !== undefined) return undefined;
  if (typeof jwt.payload !== 'object' || jwt.payload === null) return undefined;
  const { iss, aud, sub, sid, iat, exp, nbf } = jwt.payload as Record<
    string,
    unknown
  >;
  // RFC 7519 §4.1.3: one or a list.
  if (iss !== issuer || ![aud].flat().includes(AUDIENCE)) return undefined;
  if (!isUuid(sub) || !isUuid(sid)) return undefined;
  if (!isSeconds(iat) || !isSeconds(exp)) return undefined;
  if (iat > now + MAX_FUTURE_IAT_S || exp <= iat) return undefined;
  // RFC 7519 §4.1.5: ours have none, and nobody's is good before it.
  if (nbf !== undefined && !(typeof nbf === 'number' && nbf <= now))
    return undefined;
  return { sub, sid, iat, exp };
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function isSeconds(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
