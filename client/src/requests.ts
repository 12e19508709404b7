import type { Call } from './client-options.js';
import { abortable } from './abortable.js';
import { errorOf, networkError, sessionRevoked } from './munjigi-error.js';
import type { Refresher } from './refresher.js';
import type { SessionStore } from './session-store.js';
import {
  isFresh,
  isLongFresh,
  type Session,
  type SessionState,
} from './session.js';
import { isAboutToken } from './token-codes.js';

/**
 * `fetch` with the access token. An expired token is refreshed first; a 401 is answered by one refresh and one more try,
 * where the body can be sent twice; never as another user than the one who began it.
 */
export class Requests {
  readonly #origin: string;
  readonly #store: SessionStore;
  readonly #refresher: Refresher;
  readonly #fetch: typeof fetch;

  constructor(
    origin: string,
    store: SessionStore,
    refresher: Refresher,
    fetch: typeof globalThis.fetch,
  ) {
    this.#origin = origin;
    this.#store = store;
    this.#refresher = refresher;
    this.#fetch = fetch;
  }

  async request(
    input: Parameters<typeof fetch>[0],
    init: RequestInit = {},
  ): Promise<Response> {
    const address = absolute(input, this.#origin);
    const given = new Request(address, withDuplex(init));
    const { signal } = given;
    const canRepeat = !isStream(init.body);
    const used = await this.current(signal, canRepeat ? isFresh : isLongFresh);
    const answer = await this.#send(canRepeat ? given.clone() : given, used);
    if (!used || !canRepeat || !(await wantsAnotherToken(answer)))
      return answer;
    const renewed = await this.renewed(used, signal);
    if (!renewed) return answer;
    await answer.body?.cancel();
    return this.#send(given, renewed);
  }

  async call<T>(path: string, options: Call = {}): Promise<T> {
    const { body, headers, method, ...rest } = options;
    const hasBody = body !== undefined;
    const response = await this.request(path, {
      ...rest,
      method: method ?? (hasBody ? 'POST' : 'GET'),
      body: hasBody ? JSON.stringify(body) : null,
      headers: {
        ...(hasBody && { 'Content-Type': 'application/json' }),
        ...headers,
      },
    });
    if (!response.ok) throw await errorOf(response);
    // 202 and 204 come without a body.
    return response
      .text()
      .then(parsed<T>)
      .catch((cause: unknown) => {
        throw networkError(cause, options.signal);
      });
  }

  /**
   * The login now, with a token that is good for something.
   * @throws MunjigiError session_revoked when meanwhile another user has logged in
   */
  async current(
    signal: AbortSignal | undefined,
    isGood = isFresh,
  ): Promise<Session | null> {
    const { state } = this.#store;
    return state === null || isGood(state)
      ? state
      : this.renewed(state, signal);
  }

  /** Another one than `stale`, of the same user. @throws MunjigiError session_revoked when it is another user's */
  async renewed(
    stale: SessionState,
    signal?: AbortSignal,
  ): Promise<Session | null> {
    const session = await abortable(
      () => this.#refresher.refresh(stale),
      signal,
    );
    if (stale && session && session.user.id !== stale.user.id)
      throw sessionRevoked();
    return session;
  }

  async #send(request: Request, session: SessionState): Promise<Response> {
    if (session)
      request.headers.set('Authorization', `Bearer ${session.accessToken}`);
    const fetch = this.#fetch;
    return fetch(request).catch((cause: unknown) => {
      throw networkError(cause, request.signal);
    });
  }
}

/** The token goes to the server it was made by, and to nobody else. @throws TypeError for an address elsewhere */
function absolute(
  input: Parameters<typeof fetch>[0],
  origin: string,
): RequestInfo {
  const isRequest = input instanceof Request;
  const url = new URL(isRequest ? input.url : input, origin);
  if (url.origin !== origin)
    throw new TypeError(`${url.origin} is not the server of this client`);
  return isRequest ? input : url.href;
}

function parsed<T>(text: string): T {
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

async function wantsAnotherToken(answer: Response): Promise<boolean> {
  if (answer.status !== 401) return false;
  const body: unknown = await answer
    .clone()
    .json()
    .catch(() => undefined);
  return isAboutToken(answer.status, body);
}

function isStream(body: RequestInit['body']): boolean {
  return (
    typeof ReadableStream !== 'undefined' && body instanceof ReadableStream
  );
}

// A stream is sent while it is read, which fetch wants said.
function withDuplex(init: RequestInit): RequestInit {
  return isStream(init.body)
    ? ({ ...init, duplex: 'half' } as RequestInit)
    : init;
}
