import { errorOf, networkError } from './munjigi-error.js';
import type { RefreshTokenStorage, Tokens } from './types.js';

const LOST_ANSWER_PAUSES_MS = [300, 1_000];

interface Sending {
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
    return this.#tokensOf(await this.#post(path, body, { signal }));
  }

  /**
   * A refresh whose answer was lost has happened all the same; within its grace the server gives the same answer
   * again, so asking again is right.
   */
  async refresh(): Promise<Tokens> {
    for (const pause of LOST_ANSWER_PAUSES_MS)
      try {
        return await this.#refreshOnce();
      } catch (error) {
        if (!isWithoutAnswer(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    return this.#refreshOnce();
  }

  /** Ends the session of the refresh token, or that of the access token where there is none. */
  async logOut(accessToken: string | undefined): Promise<void> {
    await this.#post('/api/auth/logout', await this.#stored(), {
      headers: accessToken ? { Authorization: `Bearer ${accessToken}` } : {},
    });
  }

  /** What is stored is good for nothing any more. */
  async forget(): Promise<void> {
    await this.#storage?.remove();
  }

  async #refreshOnce(): Promise<Tokens> {
    return this.#tokensOf(
      await this.#post('/api/auth/refresh', await this.#stored()),
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

  async #post(
    path: string,
    body: object | undefined,
    { headers, signal }: Sending = {},
  ): Promise<Response> {
    const fetch = this.#fetch;
    const response = await fetch(this.#baseUrl + path, {
      method: 'POST',
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

function isWithoutAnswer(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === 'network';
}
