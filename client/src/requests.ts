import type { Call } from './client-options.js';
import { errorOf, networkError } from './munjigi-error.js';
import type { Refresher } from './refresher.js';
import type { SessionStore } from './session-store.js';
import { isFresh, type SessionState } from './session.js';
import { isAboutToken } from './token-codes.js';

/** A token that ends sooner than this is replaced before a request whose body can be sent only once. */
const MARGIN_MS = 30_000;

/**
 * `fetch` with the access token. An expired token is refreshed first; a 401 is answered by one refresh and one more try,
 * where the body can be sent twice.
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
    input: RequestInfo | URL,
    init: RequestInit = {},
  ): Promise<Response> {
    const address = absolute(input, this.#origin);
    const given = new Request(address, withDuplex(init));
    const { signal } = given;
    const canRepeat = !isStream(init.body);
    const used = await this.#current(canRepeat ? 0 : MARGIN_MS, signal);
    const answer = await this.#send(canRepeat ? given.clone() : given, used);
    if (!used || !canRepeat || !(await wantsAnotherToken(answer)))
      return answer;
    const renewed = await abortable(this.#refresher.refresh(used), signal);
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
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  async #current(marginMs: number, signal: AbortSignal): Promise<SessionState> {
    const { state } = this.#store;
    if (state === null || isFresh(state, marginMs)) return state;
    return abortable(this.#refresher.refresh(state), signal);
  }

  async #send(request: Request, session: SessionState): Promise<Response> {
    if (session)
      request.headers.set('Authorization', `Bearer ${session.accessToken}`);
    const fetch = this.#fetch;
    return fetch(request).catch((cause: unknown) => {
      throw networkError(cause);
    });
  }
}

/** The token goes to the server it was made by, and to nobody else. @throws TypeError for an address elsewhere */
function absolute(input: RequestInfo | URL, origin: string): RequestInfo {
  const isRequest = input instanceof Request;
  const url = new URL(isRequest ? input.url : input, origin);
  if (url.origin !== origin)
    throw new TypeError(`${url.origin} is not the server of this client`);
  return isRequest ? input : url.href;
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

/** Others may still wait for `work`: only this caller gives up. */
async function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(signal.reason as Error);
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
