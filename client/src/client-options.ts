import type { Tabs } from './tabs.js';
import type { RefreshTokenStorage, User } from './types.js';

export interface ClientOptions {
  /** Origin of the server. Default: the page's own. */
  readonly baseUrl?: string;
  /**
   * For apps without a cookie jar: the refresh token comes in the body, and is kept here. Default: the browser's cookies;
   * memory where there is no browser, and no `fetch` of the app's own that may have cookies.
   */
  readonly storage?: RefreshTokenStorage;
  /** Default: the global one. */
  readonly fetch?: typeof fetch;
  /** Default: the tabs of this browser. */
  readonly tabs?: Tabs;
}

export interface Call {
  /** Default: POST with a body, GET without. */
  readonly method?: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  /** `include` where the answer sets a cookie and the server is another origin. */
  readonly credentials?: RequestInit['credentials'];
}

export interface Registration {
  readonly username: string;
  readonly password: string;
  readonly nickname?: string;
  readonly email?: string;
}

/** What a front end of Kakao's can have in hand: a code, an access token or an id_token. */
export type KakaoProof =
  | {
      readonly code: string;
      readonly redirectUri: string;
      readonly codeVerifier?: string;
      readonly nonce?: string;
    }
  | { readonly accessToken: string }
  | {
      readonly idToken: string;
      readonly nonce?: string;
      readonly accessToken?: string;
    };

/** Who has logged in; `isNewUser` is told after a login with Kakao. */
export type LoggedIn = User & {
  readonly isNewUser?: boolean;
};
