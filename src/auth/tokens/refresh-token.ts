import {
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import {
  hs256Header,
  readHs256,
  secretThatSigned,
  signHs256,
} from './hs256.js';
import { AUDIENCE, readClaims, type TokenClaims } from './verified-jwt.js';

const TYP = 'rt+jwt';
const HEADER = hs256Header(TYP);

/** `authTime`: when the session began, seconds since 1970 (OIDC Core §2 `auth_time`). */
export interface RefreshClaims extends TokenClaims {
  readonly jti: string;
  readonly authTime: number;
}

/** A refresh token somebody sent, found to be one of ours. */
export interface VerifiedRefreshToken {
  readonly token: string;
  readonly claims: RefreshClaims;
  /** The secret that verified it. */
  readonly secret: KeyObject;
}

/** What the times of a token are: seconds since 1970. */
type Times = Pick<RefreshClaims, 'iat' | 'exp'>;

/** Signs, verifies and hashes refresh tokens, and computes the successor of one. */
@Injectable()
export class RefreshTokens {
  private readonly successorKeys = new WeakMap<KeyObject, KeyObject>();

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The first token of a session. */
  first(claims: Omit<RefreshClaims, 'jti'>): string {
    return this.sign(
      { ...claims, jti: randomBytes(16).toString('base64url') },
      this.signingSecret,
    );
  }

  /**
   * The token that follows `presented`: the same for the same token, salt, times and secrets, in
   * every process and after every restart, so that nothing of it needs to be stored (security.md: lost answers, two tabs).
   *
   * @param signedBy the secret of the successor's own signature; the first of the list unless given
   */
  successor(
    presented: VerifiedRefreshToken,
    salt: string,
    times: Times,
    signedBy = this.signingSecret,
  ): string {
    const { sub, sid, authTime } = presented.claims;
    const key = this.successorKey(presented.secret);
    const jti = createHmac('sha256', key)
      .update(`${salt}.${presented.token}`)
      .digest()
      .subarray(0, 16)
      .toString('base64url');
    return this.sign({ sub, sid, authTime, ...times, jti }, signedBy);
  }

  /**
   * @param options.expired also take one whose time is over: it may still end its session
   * @throws CodedException refresh_token_invalid, refresh_token_expired
   */
  verify(token: string, options = { expired: false }): VerifiedRefreshToken {
    const verified = this.verifySignature(token);
    const expired = verified.claims.exp <= this.nowS();
    if (expired && !options.expired)
      throw new CodedException('refresh_token_expired');
    return verified;
  }

  /** The secret a token must verify with. */
  verificationKey(token: string): KeyObject {
    return secretThatSigned(token, this.config.refreshSecrets);
  }

  /** SHA-256: a token of 128 random bits needs no slow hash, and bcrypt would see only its first 72 bytes. */
  hash(token: string): string {
    return hash('sha256', token, 'base64url');
  }

  isHash(stored: string, token: string): boolean {
    const computed = Buffer.from(this.hash(token));
    return (
      computed.length === stored.length &&
      timingSafeEqual(computed, Buffer.from(stored))
    );
  }

  private get signingSecret(): KeyObject {
    return this.config.refreshSecrets[0]!;
  }

  private sign(
    { authTime, ...claims }: RefreshClaims,
    secret: KeyObject,
  ): string {
    const { publicUrl: iss } = this.config;
    const payload = { iss, aud: AUDIENCE, ...claims, auth_time: authTime };
    return signHs256(HEADER, payload, secret);
  }

  private verifySignature(token: string): VerifiedRefreshToken {
    try {
      const jwt = readHs256(token, this.config.refreshSecrets);
      const claims = readClaims(jwt, {
        typ: TYP,
        issuer: this.config.publicUrl,
        now: this.nowS(),
      });
      const { secret } = jwt;
      const { jti, auth_time: authTime } = jwt.payload as {
        jti?: unknown;
        auth_time?: unknown;
      };
      if (claims && typeof jti === 'string' && Number.isSafeInteger(authTime))
        return {
          token,
          secret,
          claims: { ...claims, jti, authTime: authTime as number },
        };
    } catch (error) {
      throw new CodedException('refresh_token_invalid', { cause: error });
    }
    throw new CodedException('refresh_token_invalid');
  }

  private nowS(): number {
    return Math.floor(this.clock.now() / 1000);
  }

  /** A key of its own, so that none serves two purposes (NIST SP 800-108). */
  private successorKey(secret: KeyObject): KeyObject {
    const info = 'munjigi refresh successor';
    const key =
      this.successorKeys.get(secret) ??
      createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', info, 32)));
    this.successorKeys.set(secret, key);
    return key;
  }
}
