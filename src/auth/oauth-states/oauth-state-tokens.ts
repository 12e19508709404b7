import { hkdfSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { jwtVerify, SignJWT } from 'jose';
import { Clock } from '../../common/clock.js';
import { Config } from '../../config/config.js';
import type { OAuthState } from './oauth-state.js';

export const STATE_LIFE_S = 600;
const TYP = 'oauth-state+jwt';

export interface ReadState {
  readonly state: OAuthState;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Writes states down for a cookie and reads them back, signed with a key of their own. */
@Injectable()
export class OAuthStateTokens {
  private readonly keys: readonly Uint8Array[];

  constructor(
    config: Config,
    private readonly clock: Clock,
  ) {
    this.keys = config.refreshSecrets.map(stateKey);
  }

  sign(state: OAuthState): Promise<string> {
    const now = Math.floor(this.clock.now() / 1000);
    return new SignJWT({ state })
      .setProtectedHeader({ alg: 'HS256', typ: TYP })
      .setExpirationTime(now + STATE_LIFE_S)
      .sign(this.keys[0]!);
  }

  /** Undefined for anything but a state of ours that is in time. */
  async read(token: string): Promise<ReadState | undefined> {
    const currentDate = new Date(this.clock.now());
    for (const key of this.keys) {
      const verified = await jwtVerify<{ state: OAuthState }>(token, key, {
        algorithms: ['HS256'],
        typ: TYP,
        requiredClaims: ['exp'],
        currentDate,
      }).catch(() => undefined);
      if (verified)
        return {
          state: verified.payload.state,
          expiresAt: verified.payload.exp! * 1000,
        };
    }
    return undefined;
  }
}

/** A key of its own, so that none serves two purposes (NIST SP 800-108). */
function stateKey(secret: KeyObject): Uint8Array {
  return new Uint8Array(
    hkdfSync('sha256', secret, '', 'munjigi oauth state', 32),
  );
}
