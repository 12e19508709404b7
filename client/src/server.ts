import { KeptToken } from './kept-token.js';
import { errorOf, networkError, noAnswer } from './munjigi-error.js';
import { PatientRefresh } from './patient-refresh.js';
import { isLogin } from './session.js';
import { endsLogin } from './token-codes.js';
import type { RefreshTokenStorage, Tokens } from './types.js';
import { within } from './within.js';

const LOGOUT_WITHIN_MS = 4_000;
/** The server hashes a password, or asks Kakao; other tabs wait for the lock meanwhile. */
const LOGIN_WITHIN_MS = 15_000;

interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
  readonly keepalive?: boolean;
}

/**
 * The calls that carry the refresh token: in the cookie that only the browser sees, or, where the app has no cookie jar,
 * in the body and the app's own storage.
 */
export class Server {
  readonly #baseUrl: string;
  readonly #kept: KeptToken | undefined;
  readonly #fetch: typeof fetch;
  readonly #refresh = new PatientRefresh();

  constructor(
    baseUrl: string,
    storage: RefreshTokenStorage | undefined,
    fetch: typeof globalThis.fetch,
  ) {
    this.#baseUrl = baseUrl;
    this.#kept = storage && new KeptToken(storage);
    this.#fetch = fetch;
  }

  /** Any call that logs in. */
  async logIn(
    path: string,
    body: object,
    caller?: AbortSignal,
  ): Promise<Tokens> {
    const tokens = await within(
      LOGIN_WITHIN_MS,
      async (signal) => tokensOf(await this.#send(path, body, { signal })),
      caller,
    );
    this.forgetLate();
    if (tokens.refreshToken) await this.#kept?.write(tokens.refreshToken);
    return tokens;
  }

  /**
   * A page in use that is left now takes no answer, but the browser goes on and takes the cookie. A page that has just
   * begun lets go: somebody who reloads quickly would leave requests behind that overtake each other, which is reuse.
   *
   * @throws MunjigiError
   */
  async refresh({ isPageInUse }: { isPageInUse: boolean }): Promise<Tokens> {
    const keepalive = isPageInUse && !this.#kept;
    // Before anybody is asked: somebody may have to unlock it.
    const kept = await this.#keptBody();
    return this.#refresh.tokens((signal) =>
      this.#askForTokens(kept, { signal, keepalive }),
    );
  }

  /** The login is another one now, or none: late answers to a refresh are not wanted any more. */
  forgetLate(): void {
    this.#refresh.forgetLate();
  }

  /** Ends the session of the refresh token, or that of the access token where there is none. */
  async logOut(accessToken: string | undefined): Promise<void> {
    const kept = await this.#keptBody();
    const headers = accessToken ? bearer(accessToken) : {};
    await within(LOGOUT_WITHIN_MS, (signal) =>
      this.#send('/api/auth/logout', kept, { headers, signal }),
    );
  }

  /** Any other call that ends the session of an access token. */
  async end(
    method: string,
    path: string,
    body: object | undefined,
    { accessToken, caller }: { accessToken: string; caller?: AbortSignal },
  ): Promise<void> {
    const headers = bearer(accessToken);
    await within(
      LOGIN_WITHIN_MS,
      (signal) => this.#send(path, body, { method, headers, signal }),
      caller,
    );
  }

  /** The login has ended: what is stored is good for nothing any more. */
  async forget(): Promise<void> {
    this.forgetLate();
    await this.#kept?.remove();
  }

  async #askForTokens(
    kept: { refreshToken: string } | undefined,
    sending: Sending,
  ): Promise<Tokens> {
    const answer = await this.#send('/api/auth/refresh', kept, sending).catch(
      async (refusal: unknown) => {
        // A keychain that is shut hands out nothing: what it keeps was not refused.
        if (kept && endsLogin(refusal))
          await this.#kept?.forget(kept.refreshToken);
        throw refusal;
      },
    );
    const tokens = await tokensOf(answer);
    if (tokens.refreshToken)
      await this.#kept?.replace(kept?.refreshToken, tokens.refreshToken);
    return tokens;
  }

  async #keptBody(): Promise<{ refreshToken: string } | undefined> {
    const refreshToken = await this.#kept?.read();
    return refreshToken ? { refreshToken } : undefined;
  }

  async #send(
    path: string,
    body: object | undefined,
    { method = 'POST', headers, signal, keepalive = false }: Sending,
  ): Promise<Response> {
    const fetch = this.#fetch;
    const response = await fetch(this.#baseUrl + path, {
      method,
      keepalive,
      // Passwords and tokens go nowhere else, wherever an answer points.
      redirect: 'error',
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? null,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(this.#kept && { 'X-Token-Transport': 'body' }),
        ...headers,
      },
      // Another origin's cookie is sent and kept only when asked for.
      credentials: this.#kept ? 'omit' : 'include',
    }).catch((cause: unknown) => {
      throw networkError(cause);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

async function tokensOf(response: Response): Promise<Tokens> {
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw networkError(cause);
  });
  // Something in between may say 200, too.
  if (!isLogin(body)) throw noAnswer(undefined);
  return body as Tokens;
}

function bearer(accessToken: string): Record<string, string> {
  return { Authorization: `Bearer ${accessToken}` };
}
