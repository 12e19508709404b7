import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import {
  hs256Header,
  readHs256,
  secretThatSigned,
  signHs256,
} from './hs256.js';
import {
  AUDIENCE,
  type DecodedJwt,
  readClaims,
  type TokenClaims,
} from './verified-jwt.js';

const TYP = 'at+jwt';
const HEADER = hs256Header(TYP);

/** Signs and verifies access tokens (RFC 9068). The only place that says what one looks like. */
@Injectable()
export class AccessTokens {
  /** Tokens whose signature was found good. Whether they are still in time, and their session alive, is asked every time. */
  private readonly verified = new LRUCache<string, TokenClaims>({
    max: 10_000,
  });

  constructor(
    private readonly jwt: JwtService,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** @param exp seconds since 1970 */
  sign(claims: { sub: string; sid: string; iat: number; exp: number }): string {
    const { publicUrl: iss, accessKeys, accessSecrets } = this.config;
    const payload = { iss, aud: AUDIENCE, ...claims };
    const [key] = accessKeys;
    if (!key) return signHs256(HEADER, payload, accessSecrets[0]!);
    const { privateKey, algorithm, kid } = key;
    const header = { alg: algorithm, typ: TYP, kid };
    return this.jwt.sign(payload, { privateKey, algorithm, header });
  }

  /**
   * @throws CodedException access_token_expired for a token of ours whose time is over, access_token_invalid for any other
   */
  verify(token: string): TokenClaims {
    const known = this.verified.get(token);
    const claims = known ?? this.verifySignature(token);
    if (claims.exp <= this.nowS())
      throw new CodedException('access_token_expired');
    if (!known) this.verified.set(token, claims);
    return claims;
  }

  /** RFC 7517 key set of the public halves; empty with HS256. */
  keySet(): { keys: object[] } {
    const keys = this.config.accessKeys.map(
      ({ kid, algorithm, publicKey }) => ({
        ...publicKey.export({ format: 'jwk' }),
        kid,
        alg: algorithm,
        use: 'sig',
      }),
    );
    return { keys };
  }

  private verifySignature(token: string): TokenClaims {
    try {
      const { accessKeys, accessSecrets, publicUrl: issuer } = this.config;
      const jwt =
        accessKeys.length === 0
          ? readHs256(token, accessSecrets)
          : this.readWithKey(token);
      const claims = readClaims(jwt, { typ: TYP, issuer, now: this.nowS() });
      if (
        claims &&
        claims.exp - claims.iat <= this.config.accessTokenTtl / 1000
      )
        return claims;
    } catch (error) {
      throw new CodedException('access_token_invalid', { cause: error });
    }
    throw new CodedException('access_token_invalid');
  }

  /** Only the signature: of what it says, `readClaims` is the judge, by our clock. */
  private readWithKey(token: string): DecodedJwt {
    const { publicKey, algorithm } = this.verificationKey(token);
    return this.jwt.verify<DecodedJwt>(token, {
      // The types know no KeyObject here; jsonwebtoken does.
      publicKey: publicKey as unknown as Buffer,
      algorithms: [algorithm],
      complete: true,
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
  }

  /** The key a token must verify with. RFC 8725 §3.1: the algorithm is the key's, never the token's. */
  verificationKey(token: string): {
    publicKey: KeyObject;
    algorithm: 'HS256' | 'ES256' | 'RS256';
  } {
    if (this.config.accessKeys.length === 0)
      return {
        publicKey: secretThatSigned(token, this.config.accessSecrets),
        algorithm: 'HS256',
      };
    const header = this.jwt.decode<{ header: { kid?: string } } | null>(token, {
      complete: true,
    })?.header;
    const key = this.config.accessKeys.find(({ kid }) => kid === header?.kid);
    if (!key) throw new Error('unknown kid');
    return { publicKey: key.publicKey, algorithm: key.algorithm };
  }

  private nowS(): number {
    return Math.floor(this.clock.now() / 1000);
  }
}
