import type { KeyObject } from 'node:crypto';

export interface SigningKey {
  /** RFC 7638 thumbprint of the public half. */
  readonly kid: string;
  readonly algorithm: 'ES256' | 'RS256';
  readonly privateKey?: KeyObject;
  readonly publicKey: KeyObject;
}

/** The Kakao app logins go through. */
export interface KakaoConfig {
  readonly appId: string;
  /** REST API key. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly adminKey: string | undefined;
  /** Every key an id_token may be made for. */
  readonly audiences: readonly string[];
  /** Also the `iss` of id_tokens. */
  readonly authUrl: string;
  readonly apiUrl: string;
}

/** Somebody's address, and the name beside it; an empty one is none. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** What the environment came to: validated, typed, durations in milliseconds. Injectable everywhere. */
export abstract class Config {
  abstract readonly environment: 'development' | 'test' | 'production';
  abstract readonly host: string;
  abstract readonly port: number;
  abstract readonly publicUrl: string;
  abstract readonly webUrl: string;
  /** Origins that may call with credentials: `PUBLIC_URL`, `WEB_URL` and `FRONTEND_ORIGINS`. */
  abstract readonly allowedOrigins: readonly string[];
  abstract readonly trustedProxyHops: number;
  /** Undefined means the embedded server, which `main` starts before the application. */
  abstract readonly databaseUrl: string | undefined;
  abstract readonly databasePoolMax: number;
  abstract readonly migrateAtStart: boolean;
  abstract readonly dataDir: string;
  /** The first signs, all verify. */
  abstract readonly accessSecrets: readonly KeyObject[];
  /** The first signs, all verify. */
  abstract readonly refreshSecrets: readonly KeyObject[];
  /** Not empty: access tokens are signed by the first instead of by `accessSecrets`. */
  abstract readonly accessKeys: readonly SigningKey[];
  abstract readonly accessTokenTtl: number;
  abstract readonly refreshTokenTtl: number;
  abstract readonly sessionMaxAge: number;
  abstract readonly refreshGrace: number;
  abstract readonly maxSessions: number;
  abstract readonly cookieSameSite: 'strict' | 'lax' | 'none';
  abstract readonly passwordMinLength: number;
  /** Undefined means that there is no Kakao login. */
  abstract readonly kakao: KakaoConfig | undefined;
  /** Where a front end may have had its Kakao code sent to. */
  abstract readonly kakaoRedirectUris: readonly string[];
  /** Undefined means that no mail goes out: there is a preview in development, and nothing in production. */
  abstract readonly smtpUrl: string | undefined;
  abstract readonly mailFrom: Mailbox;
  abstract readonly rateLimit: boolean;
  abstract readonly logLevel: string;
  abstract readonly docs: boolean;
}
