import type { Signer } from './signing-keys.js';

/** How an id_token differs from what Kakao would issue. */
export interface IdTokenForgery {
  /** Goes over the true claims; `undefined` leaves one out. */
  readonly claims?: Record<string, unknown> | undefined;
  /** Goes over the true header. */
  readonly header?: Record<string, unknown> | undefined;
  readonly signer?: Signer | undefined;
}
