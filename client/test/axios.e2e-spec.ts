import { Readable } from 'node:stream';
import axios, { AxiosError } from 'axios';
import { startServer, type TestServer } from '../../test/support/server.js';
import { withAxios } from '../src/axios.js';
import { MunjigiClient } from '../src/index.js';
import { FakeBrowser } from './fake-browser.js';

const PASSWORD = 'correct horse battery';

describe('axios with the client', () => {
  let server: TestServer;
  let names = 0;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  async function loggedIn() {
    const browser = new FakeBrowser(server.url);
    const client = browser.openTab();
    const username = `axios-${(names += 1)}`;
    await client.register({ username, password: PASSWORD });
    const api = axios.create({ baseURL: server.url });
    withAxios(api, client);
    return { api, browser, client, username };
  }

  it('sends the access token', async () => {
    const { api, username } = await loggedIn();
    const { data } = await api.get('/api/users/me');
    expect(data.username).toBe(username);
  });

  it('refreshes once for requests at once, and sends each body again', async () => {
    const { api, browser } = await loggedIn();
    server.clock.advance(11 * 60_000);
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        api.post('/api/auth/password/change', {
          currentPassword: PASSWORD,
          newPassword: 'qwerty12',
        }),
      ).map((sent) => sent.catch((error: unknown) => error)),
    );
    for (const answer of answers)
      expect(answer).toMatchObject({
        response: { data: { code: 'password_too_weak' } },
      });
    expect(browser.refreshes()).toBe(1);
  });

  it('tries once more, and not for ever', async () => {
    const { browser, client } = await loggedIn();
    let tries = 0;
    const api = axios.create({
      baseURL: server.url,
      adapter: (config) => {
        tries += 1;
        const data = { code: 'access_token_expired' };
        const response = {
          data,
          status: 401,
          statusText: '',
          headers: {},
          config,
        };
        return Promise.reject(new AxiosError('', '', config, {}, response));
      },
    });
    withAxios(api, client);
    await expect(api.get('/api/users/me')).rejects.toMatchObject({
      response: { data: { code: 'access_token_expired' } },
    });
    expect(tries).toBe(2);
    expect(browser.refreshes()).toBe(1);
  });

  it('does not send a stream again, which has been read', async () => {
    const { api, browser } = await loggedIn();
    server.clock.advance(11 * 60_000);
    const body = Readable.from(['{"currentPassword":"x","newPassword":"y"}']);
    const headers = { 'Content-Type': 'application/json' };
    await expect(
      api.post('/api/auth/password/change', body, { headers }),
    ).rejects.toMatchObject({
      response: { data: { code: 'access_token_expired' } },
    });
    expect(browser.refreshes()).toBe(0);
  });

  it('sends nothing of one user as another who logged in', async () => {
    const browser = new FakeBrowser(server.url);
    const first = browser.openDeafTab();
    const second = browser.openTab();
    await first.register({ username: 'axios-first', password: PASSWORD });
    await second.register({ username: 'axios-second', password: PASSWORD });
    const api = axios.create({ baseURL: server.url });
    withAxios(api, first);
    server.clock.advance(11 * 60_000);
    const nickname = 'of the first';
    await expect(
      api.patch('/api/users/me', { nickname }),
    ).rejects.toMatchObject({ status: 401 });
    expect((await second.reload()).nickname).not.toBe(nickname);
  });

  it('waits no longer for a refresh than its caller', async () => {
    const { browser } = await loggedIn();
    const api = axios.create({ baseURL: server.url });
    withAxios(api, browser.openTab());
    browser.weather = 'hanging';
    const giving = new AbortController();
    const got = api.get('/api/users/me', { signal: giving.signal });
    setImmediate(() => giving.abort());
    await expect(got).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('leaves a wrong password alone', async () => {
    const { api, browser } = await loggedIn();
    await expect(
      api.post('/api/auth/password/change', {
        currentPassword: 'wrong',
        newPassword: 'another good one',
      }),
    ).rejects.toMatchObject({
      response: { data: { code: 'invalid_credentials' } },
    });
    expect(browser.refreshes()).toBe(0);
  });

  it('keeps the token from other servers', async () => {
    const { client } = await loggedIn();
    const sent: unknown[] = [];
    const api = axios.create({
      adapter: (config) => {
        sent.push(config.headers.get('Authorization'));
        return Promise.resolve({
          data: null,
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
        });
      },
    });
    withAxios(api, client);
    await api.get('https://elsewhere.example/api/users/me');
    await api.get(server.url.replace(/:\d+$/, ''));
    await api.get('//elsewhere.example/');
    expect(sent).toEqual([undefined, undefined, undefined]);
  });

  it('keeps the token from where the page says that its addresses begin', async () => {
    const { client } = await loggedIn();
    vi.stubGlobal('location', new URL(server.url));
    vi.stubGlobal('document', { baseURI: 'https://elsewhere.example/' });
    const sent: unknown[] = [];
    const api = axios.create({
      adapter: (config) => {
        sent.push(config.headers.get('Authorization'));
        return Promise.resolve({
          data: null,
          status: 200,
          statusText: 'OK',
          headers: {},
          config,
        });
      },
    });
    withAxios(api, client);
    await api.get('/api/users/me');
    vi.unstubAllGlobals();
    expect(sent).toEqual([undefined]);
  });

  it('works for an app without a cookie jar', async () => {
    let stored: string | null = null;
    const client = new MunjigiClient({
      baseUrl: server.url,
      storage: {
        get: () => stored,
        set: (token) => void (stored = token),
        remove: () => void (stored = null),
      },
    });
    await client.register({ username: 'axios-phone', password: PASSWORD });
    const api = axios.create({ baseURL: server.url });
    withAxios(api, client);
    server.clock.advance(11 * 60_000);
    expect((await api.get('/api/users/me')).data.username).toBe('axios-phone');
  });
});
