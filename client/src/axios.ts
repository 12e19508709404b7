import type { MunjigiClient } from './munjigi-client.js';
import { isAboutToken } from './token-codes.js';

/** As much of axios as is used here, so that the client depends on none; its config differs from version to version. */
interface AxiosLike<Config> {
  interceptors: {
    request: { use(before: (config: Config) => Promise<Config>): unknown };
    response: {
      use(after: null, failed: (error: Failure<Config>) => unknown): unknown;
    };
  };
  getUri(config: never): string;
  request(config: never): Promise<unknown>;
}

interface Sent {
  url?: string;
  data?: unknown;
  /** axios takes others' signals, too. */
  signal?: unknown;
  headers: {
    get(name: string): unknown;
    set(name: string, value: string): void;
  };
  isSecondTry?: boolean;
}

interface Failure<Config> {
  config?: Config;
  response?: { status: number; data: unknown };
}

/**
 * Sends the access token with every request of an axios instance that goes to the client's server, and tries once more
 * with another one after a 401, where the body can be sent twice.
 *
 * @example
 * const api = axios.create({ baseURL: 'https://api.example.com' });
 * withAxios(api, client);
 */
export function withAxios<Config extends Sent>(
  axios: AxiosLike<Config>,
  client: MunjigiClient,
): void {
  const isOwn = (config: Sent) =>
    originOf(axios.getUri(config as never), client.origin) === client.origin;

  axios.interceptors.request.use(async (config) => {
    if (config.isSecondTry || !isOwn(config)) return config;
    const token = await client.accessToken(signalOf(config));
    if (token !== null) config.headers.set('Authorization', `Bearer ${token}`);
    return config;
  });
  axios.interceptors.response.use(null, async (error) => {
    const { config, response } = error;
    if (!config || !response || config.isSecondTry || !isOwn(config))
      throw error;
    const refused = tokenOf(config);
    if (!isAboutToken(response.status, response.data) || !refused) throw error;
    if (isStream(config.data)) throw error;
    const token = await client.renewedToken(refused, signalOf(config));
    if (token === null) throw error;
    config.headers.set('Authorization', `Bearer ${token}`);
    return axios.request({ ...config, isSecondTry: true } as never);
  });
}

function signalOf({ signal }: Sent): AbortSignal | undefined {
  return signal as AbortSignal | undefined;
}

/** The token goes to the server it was made by, and to nobody else. */
function originOf(url: string, base: string): string {
  // Where the page says that relative addresses begin, which need not be where it is.
  const { document, location } = globalThis;
  return new URL(url, document?.baseURI ?? location?.href ?? base).origin;
}

function tokenOf({ headers }: Sent): string | undefined {
  return /^Bearer (.+)/.exec(String(headers.get('Authorization')))?.[1];
}

/** Node's, or the web's. It has been read by now. */
function isStream(body: unknown): boolean {
  const { pipe, getReader } = Object(body) as Record<string, unknown>;
  return typeof (pipe ?? getReader) === 'function';
}
