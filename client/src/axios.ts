import type { MunjigiClient } from './munjigi-client.js';
import { isAboutToken } from './token-codes.js';

/** As much of axios as is used here, so that the client depends on none. */
interface AxiosLike {
  interceptors: {
    // axios's own types differ from version to version.
    // eslint-disable-next-line
    request: { use(before: (config: any) => Promise<any>): unknown };
    // eslint-disable-next-line
    response: { use(after: null, failed: (error: any) => unknown): unknown };
  };
  // eslint-disable-next-line
  getUri(config: any): string;
  // eslint-disable-next-line
  request(config: any): Promise<unknown>;
}

interface Sent {
  url?: string;
  data?: unknown;
  signal?: AbortSignal;
  headers: {
    get(name: string): unknown;
    set(name: string, value: string): void;
  };
  isSecondTry?: boolean;
}

interface Failure {
  config?: Sent;
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
export function withAxios(axios: AxiosLike, client: MunjigiClient): void {
  const isOwn = (config: Sent) =>
    originOf(axios.getUri(config), client.origin) === client.origin;

  axios.interceptors.request.use(async (config: Sent) => {
    if (config.isSecondTry || !isOwn(config)) return config;
    const token = await client.accessToken(config.signal);
    if (token !== null) config.headers.set('Authorization', `Bearer ${token}`);
    return config;
  });
  axios.interceptors.response.use(null, async (error: Failure) => {
    const { config, response } = error;
    if (!config || !response || config.isSecondTry || !isOwn(config))
      throw error;
    const refused = tokenOf(config);
    if (!isAboutToken(response.status, response.data) || !refused) throw error;
    if (isStream(config.data)) throw error;
    const token = await client.renewedToken(refused, config.signal);
    if (token === null) throw error;
    config.headers.set('Authorization', `Bearer ${token}`);
    return axios.request({ ...config, isSecondTry: true });
  });
}

/** The token goes to the server it was made by, and to nobody else. */
function originOf(url: string, base: string): string {
  return new URL(url, globalThis.location?.href ?? base).origin;
}

function tokenOf({ headers }: Sent): string | undefined {
  return /^Bearer (.+)/.exec(String(headers.get('Authorization')))?.[1];
}

/** Node's, or the web's. It has been read by now. */
function isStream(body: unknown): boolean {
  const { pipe, getReader } = Object(body) as Record<string, unknown>;
  return typeof (pipe ?? getReader) === 'function';
}
