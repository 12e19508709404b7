import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  MunjigiClient,
  MunjigiError,
  type Tokens,
  type User,
} from '../src/index.js';
import { isNewer, sessionOf } from '../src/session.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, me, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client in a browser', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());
  const loggedIn = (browser = new FakeBrowser(server.url)) =>
    loggedInWith(browser);

  it('registers, and finds its user again after a reload', async () => {
    const { browser, client, username } = await loggedIn();
    expect(client.user?.username).toBe(username);
    const reloaded = browser.openTab();
    expect(reloaded.user).toBeUndefined();
    expect((await reloaded.restore())?.username).toBe(username);
    expect((await me(reloaded)).username).toBe(username);
  });

  it('finds nobody where nobody has logged in, and says so once', async () => {
    const client = new FakeBrowser(server.url).openTab();
    const heard: (User | null)[] = [];
    client.onChange((user) => heard.push(user));
    expect(await client.restore()).toBeNull();
    expect(heard).toEqual([null]);
  });

  it('refuses with the code and the fields of the server', async () => {
    const { client } = await loggedIn();
    const error = await client
      .call('/api/auth/password/change', { body: { newPassword: 7 } })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(MunjigiError);
    expect(error).toMatchObject({
      status: 400,
      code: 'validation_failed',
      details: [{ field: 'newPassword', code: 'not_text' }],
    });
  });

  it('sends a wrong password once: its 401 is not about the token', async () => {
    const { browser, client } = await loggedIn();
    const before = browser.seen.length;
    await expect(
      client.call('/api/auth/password/change', {
        body: { currentPassword: 'wrong', newPassword: 'another good one' },
      }),
    ).rejects.toMatchObject({ code: 'invalid_credentials' });
    expect(browser.seen.slice(before)).toEqual(['/api/auth/password/change']);
  });

  it('refreshes unseen when the server finds the token expired', async () => {
    const { browser, client, username } = await loggedIn();
    server.clock.advance(11 * 60_000);
    expect((await me(client)).username).toBe(username);
    expect(browser.refreshes()).toBe(1);
  });

  it('shares one refresh among all the requests of a tab', async () => {
    const { browser, client } = await loggedIn();
    server.clock.advance(11 * 60_000);
    const users = await Promise.all(
      Array.from({ length: 20 }, () => me(client)),
    );
    expect(new Set(users.map(({ id }) => id)).size).toBe(1);
    expect(browser.refreshes()).toBe(1);
  });

  it('is out when its session has ended elsewhere', async () => {
    const { browser, client, username } = await loggedIn();
    const elsewhere = new FakeBrowser(server.url).openTab();
    await elsewhere.login({ username, password: PASSWORD });
    await elsewhere.logoutAll();
    await expect(me(client)).rejects.toMatchObject({ code: 'session_revoked' });
    expect(client.user).toBeNull();
    expect(browser.refreshes()).toBe(1);
  });

  it('refreshes a token about to end before it sends a body that cannot be sent twice', async () => {
    const { browser, client } = await loggedIn();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() + 9.8 * 60_000);
    const body = new Blob([JSON.stringify({ token: 'x' })]).stream();
    const response = await client.fetch('/api/auth/token/verify', {
      method: 'POST',
      body,
      headers: { 'Content-Type': 'application/json' },
    });
    expect(await response.json()).toEqual({ active: false });
    expect(browser.seen.slice(-2)).toEqual([
      '/api/auth/refresh',
      '/api/auth/token/verify',
    ]);
  });

  it('sends the token nowhere but to its server', async () => {
    const { client } = await loggedIn();
    await expect(client.fetch('https://elsewhere.example/')).rejects.toThrow(
      TypeError,
    );
    await expect(client.fetch('//elsewhere.example/')).rejects.toThrow(
      TypeError,
    );
  });

  it('shows its token to nobody who looks at the client', async () => {
    const { client } = await loggedIn();
    const token = await client.accessToken();
    const { inspect } = await import('node:util');
    const seen =
      inspect(client, { depth: 9, showHidden: true }) + JSON.stringify(client);
    expect(token).toMatch(/^ey/);
    expect(seen).not.toContain(token);
  });

  it('logs in and out for all whatever a listener throws, and reports that', async () => {
    const { browser, client, username } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const reported = vi.fn();
    vi.stubGlobal('reportError', reported);
    const faults = [new Error('of one listener'), new Error('of another')];
    const heard = vi.fn();
    client.onChange(() => {
      throw faults[0]!;
    });
    client.onToken(() => {
      throw faults[1]!;
    });
    client.onChange(heard);
    await client.logout();
    expect(heard).toHaveBeenCalledWith(null);
    await eventually(() => expect(other.user).toBeNull());
    await client.login({ username, password: PASSWORD });
    vi.unstubAllGlobals();
    expect(client.user?.username).toBe(username);
    expect(new Set(reported.mock.calls.flat())).toEqual(new Set(faults));
  });

  it('tells of a token once, and not of a changed profile', async () => {
    const { client, username } = await loggedIn();
    const heard: (string | null)[] = [];
    client.onToken((token) => heard.push(token));
    await client.reload();
    expect(heard).toEqual([]);
    await client.logout();
    await client.login({ username, password: PASSWORD });
    await client.reload();
    expect(heard).toEqual([null, await client.accessToken()]);
  });

  it('tries again with a new token when its user was reloaded before the 401 came', async () => {
    const { browser, client } = await loggedIn();
    let answer = () => {};
    browser.slow = new Promise<void>((resolve) => (answer = resolve));
    browser.exposed = /sessions/;
    server.clock.advance(11 * 60_000);
    const call = client.call<unknown[]>('/api/auth/sessions');
    await eventually(() => expect(browser.held).toBe(1));
    server.clock.advance(-11 * 60_000);
    await client.reload();
    server.clock.advance(11 * 60_000);
    answer();
    expect(await call).toHaveLength(1);
  });

  it('sends no password on to where an answer points', async () => {
    const elsewhere = vi.fn();
    const away = createServer((request, response) => {
      if (request.url === '/elsewhere') elsewhere();
      response.writeHead(307, { location: '/elsewhere' }).end();
    }).listen(0, '127.0.0.1');
    await once(away, 'listening');
    const { port } = away.address() as AddressInfo;
    const client = new MunjigiClient({ baseUrl: `http://127.0.0.1:${port}` });
    const login = client.login({ username: 'nobody', password: PASSWORD });
    await expect(login).rejects.toMatchObject({ code: 'network' });
    expect(elsewhere).not.toHaveBeenCalled();
    away.close();
  });
});

it.each([
  [600, 30],
  [4, 1],
])('a token of %i s is due %i s before its end', (expiresIn, ahead) => {
  const tokens = { accessToken: '', expiresIn } as Tokens;
  const { dueAt, expiresAt } = sessionOf(tokens);
  expect(expiresAt - dueAt).toBe(ahead * 1000);
});

it('another session is newer whatever its clock; the same one when its token ends later', () => {
  const session = (sid: string, exp: number, expiresIn: number) => {
    const claims = btoa(JSON.stringify({ sid, exp }));
    return sessionOf({ accessToken: `.${claims}.`, expiresIn } as Tokens);
  };
  const known = session('known', 1_000, 600);
  expect(isNewer(session('other', 900, 500), known)).toBe(true);
  expect(isNewer(session('known', 1_001, 500), known)).toBe(true);
  expect(isNewer(session('known', 1_000, 700), known)).toBe(true);
  expect(isNewer(session('known', 999, 700), known)).toBe(false);
});
