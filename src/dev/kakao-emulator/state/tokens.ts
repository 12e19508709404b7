import { randomBytes } from 'node:crypto';
import type { KakaoApp, KeyKind } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import type { AppKey } from './apps.js';
import type { Clock } from './clock.js';

const ACCESS_LIFETIME_S: Record<KeyKind, number> = {
  rest: 21_599,
  javascript: 7_199,
  native: 43_199,
};
const REFRESH_LIFETIME_S = 5_183_999;
const MONTH_S = 30 * 24 * 3600;

/** Whom tokens are for, and what they open. */
export interface TokenGrant {
  readonly app: KakaoApp;
  readonly person: KakaoPerson;
  readonly userId: string;
  readonly scopes: readonly string[];
  /** The key an id_token is made out to; absent when none was issued. */
  readonly idTokenFor?: AppKey | undefined;
  readonly authTime: number;
}

interface Token extends TokenGrant {
  readonly value: string;
  readonly lifetimeS: number;
  readonly expiresAt: number;
}

export interface AccessToken extends Token {
  /** Handed to an app's front end: whoever sends it has proven nothing. */
  readonly fromSdk: boolean;
  /** The app_id that access_token_info last told about this token. */
  toldAppId?: number | undefined;
}

export type RefreshToken = Token;

/** Access and refresh tokens of all apps. */
export class Tokens {
  private readonly access = new Map<string, AccessToken>();
  private readonly refresh = new Map<string, RefreshToken>();

  constructor(private readonly clock: Clock) {}

  issueAccess(
    grant: TokenGrant,
    kind: KeyKind,
    { fromSdk = false } = {},
  ): AccessToken {
    const token = {
      ...this.newToken(grant, ACCESS_LIFETIME_S[kind]),
      fromSdk,
    };
    this.access.set(token.value, token);
    return token;
  }

  issueRefresh(grant: TokenGrant): RefreshToken {
    const token = this.newToken(grant, REFRESH_LIFETIME_S);
    this.refresh.set(token.value, token);
    return token;
  }

  findAccess(value: string): AccessToken | undefined {
    return this.alive(this.access.get(value));
  }

  findRefresh(value: string): RefreshToken | undefined {
    return this.alive(this.refresh.get(value));
  }

  isRefreshDue(token: RefreshToken): boolean {
    return this.secondsLeft(token) < MONTH_S;
  }

  secondsLeft(token: Token): number {
    return Math.round((token.expiresAt - this.clock.now()) / 1000);
  }

  revoke(value: string): void {
    this.access.delete(value);
    this.refresh.delete(value);
  }

  revokeAllOf(app: KakaoApp, userId: string): void {
    for (const tokens of [this.access, this.refresh])
      for (const [value, token] of tokens)
        if (token.app === app && token.userId === userId) tokens.delete(value);
  }

  clear(): void {
    this.access.clear();
    this.refresh.clear();
  }

  private newToken(grant: TokenGrant, lifetimeS: number): Token {
    const value = randomBytes(40).toString('base64url');
    const expiresAt = this.clock.now() + lifetimeS * 1000;
    return { ...grant, value, lifetimeS, expiresAt };
  }

  private alive<T extends Token>(token: T | undefined): T | undefined {
    return token && token.expiresAt > this.clock.now() ? token : undefined;
  }
}
