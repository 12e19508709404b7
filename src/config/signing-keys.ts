import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SigningKey } from './config.js';

const PEM = /-----BEGIN [A-Z ]+-----[\s\S]+?-----END [A-Z ]+-----/g;

/**
 * Reads `JWT_ACCESS_PRIVATE_KEY`: a PEM, with real or `\n` line ends, or `@/path` of one.
 * @throws Error when it is no P-256 or RSA (2048 bits or more) private key
 */
export function readPrivateKey(text: string): SigningKey {
  const privateKey = createPrivateKey(readPem(text));
  return { ...describe(createPublicKey(privateKey)), privateKey };
}

/**
 * Reads `JWT_ACCESS_PUBLIC_KEYS`: PEMs or `@/path`s, in a row or parted by commas.
 * @throws Error when one is no P-256 or RSA (2048 bits or more) key, or none is there
 */
export function readPublicKeys(text: string): SigningKey[] {
  const pems = text
    .split(',')
    .flatMap((part) => readPem(part.trim()).match(PEM) ?? []);
  if (pems.length === 0) throw new Error('no PEM');
  return pems.map((pem) => describe(createPublicKey(pem)));
}

function readPem(text: string): string {
  return text.startsWith('@')
    ? readFileSync(text.slice(1), 'utf8')
    : text.replaceAll('\\n', '\n');
}

function describe(publicKey: KeyObject): Omit<SigningKey, 'privateKey'> {
  return {
    publicKey,
    kid: thumbprint(publicKey),
    algorithm: algorithmOf(publicKey),
  };
}

function algorithmOf(key: KeyObject): SigningKey['algorithm'] {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1')
    return 'ES256';
  // RFC 7518 §3.3: RS256 keys have 2048 bits or more.
  if (key.asymmetricKeyType === 'rsa' && (modulusLength ?? 0) >= 2048)
    return 'RS256';
  throw new Error('neither P-256 nor RSA with 2048 bits or more');
}

/** RFC 7638: the hash of the required members in alphabetical order. */
function thumbprint(key: KeyObject): string {
  const { crv, e, kty, n, x, y } = key.export({ format: 'jwk' });
  const members = kty === 'EC' ? { crv, kty, x, y } : { e, kty, n };
  return createHash('sha256')
    .update(JSON.stringify(members))
    .digest('base64url');
}
