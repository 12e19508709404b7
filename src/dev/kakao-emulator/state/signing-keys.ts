import { createHmac, randomBytes, sign, verify } from 'node:crypto';
import {
  nextPair,
  preparedPair,
  type RsaPair,
  strangersPair,
} from './rsa-pairs.js';

interface SigningKey extends RsaPair {
  readonly kid: string;
}

/**
 * Who signs an id_token. All but the first two are forgeries: a stranger's key
 * under the current kid, no signature at all, and an HMAC whose secret is the
 * public key.
 */
export type Signer =
  'current' | 'previous' | 'stranger' | 'nobody' | 'public-key-as-secret';

/** Two RSA keys: the one that signs, and the one that did before. */
export class SigningKeys {
  private pair?: { current: SigningKey; previous: SigningKey };
  private preparing: Promise<void> | undefined;

  /** Makes the keys in the background, once; it takes a noticeable while. */
  prepare(): Promise<void> {
    return (this.preparing ??= this.makePair());
  }

  /** The next key signs; the present one stays published once more. */
  rotate(): void {
    this.pair = { current: newKey(), previous: this.keys.current };
  }

  published(): { kid: string; n: string; e: string }[] {
    return [this.keys.current, this.keys.previous].map((key) => {
      const { n = '', e = '' } = key.publicKey.export({ format: 'jwk' });
      return { kid: key.kid, n, e };
    });
  }

  /** A compact JWS. `header` goes over what the signer would write. */
  sign(
    claims: Record<string, unknown>,
    signer: Signer = 'current',
    header: Record<string, unknown> = {},
  ): string {
    const { kid } =
      signer === 'previous' ? this.keys.previous : this.keys.current;
    const signed = [
      { kid, typ: 'JWT', alg: algorithmOf(signer), ...header },
      claims,
    ]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${signed}.${this.signatureOf(signed, signer)}`;
  }

  /** The claims of a token that one of the published keys signed. */
  verified(token: string): Record<string, unknown> | undefined {
    const [header = '', payload = '', signature = ''] = token.split('.');
    const kid = decoded(header)?.['kid'];
    const key = [this.keys.current, this.keys.previous].find(
      (each) => each.kid === kid,
    );
    const genuine =
      key &&
      verify(
        'RSA-SHA256',
        Buffer.from(`${header}.${payload}`),
        key.publicKey,
        Buffer.from(signature, 'base64url'),
      );
    return genuine ? decoded(payload) : undefined;
  }

  private async makePair(): Promise<void> {
    const [current, previous] = await Promise.all([
      preparedPair(),
      preparedPair(),
    ]);
    this.pair ??= { current: named(current), previous: named(previous) };
  }

  private get keys(): { current: SigningKey; previous: SigningKey } {
    this.pair ??= { current: newKey(), previous: newKey() };
    return this.pair;
  }

  private signatureOf(signed: string, signer: Signer): string {
    if (signer === 'nobody') return '';
    if (signer === 'public-key-as-secret') {
      const pem = { type: 'spki', format: 'pem' } as const;
      const secret = this.keys.current.publicKey.export(pem);
      return createHmac('sha256', secret).update(signed).digest('base64url');
    }
    const { privateKey } = this.signingPair(signer);
    return sign('RSA-SHA256', Buffer.from(signed), privateKey).toString(
      'base64url',
    );
  }

  private signingPair(signer: 'current' | 'previous' | 'stranger'): RsaPair {
    return signer === 'stranger' ? strangersPair() : this.keys[signer];
  }
}

function newKey(): SigningKey {
  return named(nextPair());
}

function named(pair: RsaPair): SigningKey {
  return { kid: randomBytes(15).toString('hex'), ...pair };
}

function algorithmOf(signer: Signer): string {
  if (signer === 'nobody') return 'none';
  return signer === 'public-key-as-secret' ? 'HS256' : 'RS256';
}

function decoded(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(part, 'base64url').toString(),
    );
    return typeof value === 'object' && value !== null
      ? { ...value }
      : undefined;
  } catch {
    return undefined;
  }
}
