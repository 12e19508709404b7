import type { KakaoApp } from '../fixtures/kakao-app.js';

/** How an emulator is set up. */
export interface KakaoEmulatorOptions {
  /**
   * Where it is reached, prefix included and no slash at the end, such as
   * `http://localhost:3000/dev/kakao`.
   */
  readonly baseUrl: string;
  /** `iss` of id_tokens; the base URL unless given. */
  readonly issuer?: string | undefined;
  /** Replaces parts of the fixture: keys, secret, redirect URIs, … */
  readonly app?: Partial<KakaoApp> | undefined;
  /**
   * Shows the consent page to a browser that is known, too, so that a developer
   * can become somebody else. Kakao would let the browser through.
   */
  readonly alwaysAsks?: boolean | undefined;
  /** Where unlink webhooks go. */
  readonly unlinkWebhookUrl?: string | undefined;
  /** Kakao does not document whether cancelling returns the state. */
  readonly stateOnCancel?: boolean | undefined;
  /** `production` makes the constructor throw. */
  readonly environment?: string | undefined;
}
