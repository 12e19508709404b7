import type { KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import { forJwtService, secretThatSigned } from './signing-keys.js';
import { readClaims, type TokenClaims } from './verified-jwt.js';

const TYP = 'at+jwt';
export const AUDIENCE = 'munjigi';

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
    const [key] = this.config.accessKeys;
    const algorithm = key?.algorithm ?? 'HS256';
    return this.jwt.sign(
      { iss: this.config.publicUrl, aud: AUDIENCE, ...claims },
      {
        // JwtService takes a KeyObject under this name only, an HMAC secret too.
        privateKey: key?.privateKey ?? this.config.accessSecrets[0],
        algorithm,
        header: { alg: algorithm, typ: TYP, ...(key && { kid: key.kid }) },
      },
    );
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
      const { publicKey, algorithm } = this.verificationKey(token);
      const jwt = this.jwt.verify<{ header: object; payload: object }>(token, {
        publicKey: forJwtService(publicKey),
        algorithms: [algorithm],
        issuer: this.config.publicUrl,
        audience: AUDIENCE,
        complete: true,
        // `verify` compares with the clock, so that an expired token of ours is told from a forged one.
        ignoreExpiration: true,
        clockTimestamp: this.nowS(),
      });
      const claims = readClaims(jwt, TYP, this.nowS());
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
