import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import type { DecodedJwt } from './verified-jwt.js';

/** RFC 7515 §7.1, with the 43 characters that 256 bits have in base64url. */
const COMPACT = /^([\w-]+\.[\w-]+)\.([\w-]{43})$/;

/** What a token says, and the secret it was signed with. */
export interface Hs256Jwt extends DecodedJwt {
  readonly secret: KeyObject;
}

/** The headers of our own tokens, by their text: parsed once, not with each token. */
const KNOWN_HEADERS = new Map<string, object>();

/** The first part of every token of a kind. */
export function hs256Header(typ: string): string {
  const header = { alg: 'HS256', typ };
  const text = encode(header);
  KNOWN_HEADERS.set(text, header);
  return text;
}

/**
 * A JWT signed with HS256 (RFC 7518 §3.2), letter for letter as jsonwebtoken makes it, at half the cost.
 * The order of members counts: whoever computes the successor of a token must come to the same text.
 *
 * @param header of `hs256Header`
 */
export function signHs256(
  header: string,
  claims: object,
  secret: KeyObject,
): string {
  const content = `${header}.${encode(claims)}`;
  return `${content}.${signatureOf(content, secret)}`;
}

/**
 * Reads a token that one of these secrets signed: every secret of a rotation verifies. Nothing of a token
 * is parsed before that is known, and a signature has one spelling only.
 *
 * @throws Error when none signed it, when it names another algorithm (RFC 8725 §3.1), or is no JSON
 */
export function readHs256(
  token: string,
  secrets: readonly KeyObject[],
): Hs256Jwt {
  const secret = secretThatSigned(token, secrets);
  const [headerText, payload] = token.split('.', 2) as [string, string];
  const header =
    KNOWN_HEADERS.get(headerText) ?? (decode(headerText) as object);
  if ((header as { alg?: unknown }).alg !== 'HS256')
    throw new Error('another algorithm');
  return { header, payload: decode(payload), secret };
}

/** @throws Error when it is none of them */
export function secretThatSigned(
  token: string,
  secrets: readonly KeyObject[],
): KeyObject {
  const [, content, signature] = COMPACT.exec(token) ?? [];
  const secret = secrets.find(
    (candidate) =>
      content !== undefined &&
      timingSafeEqual(
        Buffer.from(signature!),
        Buffer.from(signatureOf(content, candidate)),
      ),
  );
  if (!secret) throw new Error('signed with none of our secrets');
  return secret;
}

function signatureOf(content: string, secret: KeyObject): string {
  return createHmac('sha256', secret).update(content).digest('base64url');
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function decode(part: string): unknown {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}
