/** What a redirect to a provider leaves with the browser, to be asked when it comes back. */
export interface OAuthState {
  /** The `state` in the URL. */
  readonly id: string;
  /** PKCE (RFC 7636). */
  readonly codeVerifier: string;
  readonly nonce: string;
  /** Absolute, on an allowed origin. */
  readonly returnTo: string;
  /** Whose session links an identity; undefined where somebody logs in. */
  readonly linkFor?: { readonly userId: string; readonly sessionId: string };
}

/** What a redirect begins with, before passport adds its part. */
export type Departure = Pick<OAuthState, 'returnTo' | 'linkFor'>;
