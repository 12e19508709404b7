import { errorOf, networkError } from './munjigi-error.js';
import type { RefreshTokenStorage, Tokens } from './types.js';
import { within } from './within.js';

const LOST_ANSWER_PAUSES_MS = [300, 1_000];
/** Others wait for the lock meanwhile. */
const ANSWER_WITHIN_MS = 4_000;
/** The server's grace is 10 s. Later a second try would look like a thief's. */
const ASK_AGAIN_WITHIN_MS = 8_000;

interface Sending {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly signal?: AbortSignal;
}

/**
 * The calls that carry the refresh token: in the cookie that only the browser sees, or, where the app has no cookie jar,
 * in the body and the app's own storage.
 */
export class Server {
  readonly #baseUrl: string;
  readonly #storage: RefreshTokenStorage | undefined;
  readonly #fetch: typeof fetch;

  constructor(
    baseUrl: string,
    storage: RefreshTokenStorage | undefined,
    fetch: typeof globalThis.fetch,
  ) {
    this.#baseUrl = baseUrl;
    this.#storage = storage;
    this.#fetch = fetch;
  }

  /** Any call that logs in. */
  async logIn(
    path: string,
    body: object,
    signal?: AbortSignal,
  ): Promise<Tokens> {
    return this.#tokensOf(await this.#send(path, body, { signal }));
  }

  /**
   * A refresh whose answer was lost has happened all the same; within its grace the server gives the same answer
   * again, so asking again is right.
   */
  async refresh(): Promise<Tokens> {
    const begun = Date.now();
    for (const pause of LOST_ANSWER_PAUSES_MS)
      try {
        return await this.#refreshOnce();
      } catch (error) {
        if (!isWithoutAnswer(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (Date.now() - begun > ASK_AGAIN_WITHIN_MS) throw error;
      }
    return this.#refreshOnce();
  }

  /** Ends the session of the refresh token, or that of the access token where there is none. */
  async logOut(accessToken: string | undefined): Promise<void> {
    const stored = await this.#stored();
    const headers = accessToken ? bearer(accessToken) : {};
    await within(ANSWER_WITHIN_MS, (signal) =>
      this.#send('/api/auth/logout', stored, { headers, signal }),
    );
  }

  /** Any other call that ends the session of an access token. */
  async end(
    method: string,
    path: string,
    body: object | undefined,
    accessToken: string,
  ): Promise<void> {
    await this.#send(path, body, { method, headers: bearer(accessToken) });
  }

  /** What is stored is good for nothing any more. */
  async forget(): Promise<void> {
    await this.#storage?.remove();
  }

  async #refreshOnce(): Promise<Tokens> {
    const stored = await this.#stored();
    return within(ANSWER_WITHIN_MS, async (signal) =>
      this.#tokensOf(await this.#send('/api/auth/refresh', stored, { signal })),
    );
  }

  async #stored(): Promise<{ refreshToken: string } | undefined> {
    const refreshToken = await this.#storage?.get();
    return refreshToken ? { refreshToken } : undefined;
  }

  async #tokensOf(response: Response): Promise<Tokens> {
    const tokens = (await response.json().catch((cause: unknown) => {
      throw networkError(cause);
    })) as Tokens;
    if (tokens.refreshToken) await this.#storage?.set(tokens.refreshToken);
    return tokens;
  }

  async #send(
    path: string,
    body: object | undefined,
    { method = 'POST', headers, signal }: Sending,
  ): Promise<Response> {
    const fetch = this.#fetch;
    const response = await fetch(this.#baseUrl + path, {
      method,
      body: body ? JSON.stringify(body) : null,
      signal: signal ?? null,
      headers: {
        ...(body && { 'Content-Type': 'application/json' }),
        ...(this.#storage && { 'X-Token-Transport': 'body' }),
        ...headers,
      },
      // Another origin's cookie is sent and kept only when asked for.
      credentials: this.#storage ? 'omit' : 'include',
    }).catch((cause: unknown) => {
      throw networkError(cause);
    });
    if (!response.ok) throw await errorOf(response);
    return response;
  }
}

function bearer(accessToken: string): Record<string, string> {
  return { Authorization: `Bearer ${accessToken}` };
}

function isWithoutAnswer(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'network';
}
