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
  headers: { set(name: string, value: string): void };
  /** The token it went with. */
  munjigiToken?: string;
  isSecondTry?: boolean;
}

/**
 * Sends the access token with every request of an axios instance that goes to the client's server, and tries once more
 * with another one after a 401.
 *
 * @example
 * const api = axios.create({ baseURL: 'https://api.example.com' });
 * withAxios(api, client);
 */
export function withAxios(axios: AxiosLike, client: MunjigiClient): void {
  axios.interceptors.request.use(async (config: Sent) => {
    if (!isOwn(axios.getUri(config), client.origin)) return config;
    const token = config.munjigiToken ?? (await client.accessToken());
    if (token === null) return config;
    config.munjigiToken = token;
    config.headers.set('Authorization', `Bearer ${token}`);
    return config;
  });
  axios.interceptors.response.use(
    null,
    async (error: {
      config?: Sent;
      response?: { status: number; data: unknown };
    }) => {
      const { config, response } = error;
      const refused = config?.munjigiToken;
      if (!config || !response || refused === undefined || config.isSecondTry)
        throw error;
      if (!isAboutToken(response.status, response.data)) throw error;
      const token = await client.renewedToken(refused);
      if (token === null) throw error;
      return axios.request({
        ...config,
        munjigiToken: token,
        isSecondTry: true,
      });
    },
  );
}

/** The token goes to the server it was made by, and to nobody else. */
function isOwn(url: string, origin: string): boolean {
  return new URL(url, globalThis.location?.href ?? origin).origin === origin;
}
