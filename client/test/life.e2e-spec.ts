import {
  MunjigiClient,
  MunjigiError,
  type Tokens,
  type User,
} from '../src/index.js';
import { sessionOf } from '../src/session.js';
import { browserTabs } from '../src/tabs.js';
import { FakeBrowser } from './fake-browser.js';
import { startServer, type TestServer } from '../../test/support/server.js';

const PASSWORD = 'correct horse battery';

describe('the client in a browser', () => {
  let server: TestServer;
  let names = 0;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  async function loggedIn(browser = new FakeBrowser(server.url)) {
    const client = browser.openTab();
    const username = `client-${(names += 1)}`;
    await client.register({ username, password: PASSWORD });
    return { browser, client, username };
  }
  const me = (client: MunjigiClient) => client.call<User>('/api/users/me');
  afterEach(() => vi.useRealTimers());

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

  it.each([1, 2, 3])(
    'makes one rotation of five tabs opened at once, round %i',
    async () => {
      const { browser, client } = await loggedIn();
      const tabs = Array.from({ length: 5 }, () => browser.openTab());
      const users = await Promise.all(tabs.map((tab) => tab.restore()));
      expect(users.every((user) => user?.id === client.user?.id)).toBe(true);
      expect(browser.refreshes()).toBe(1);
      await Promise.all(tabs.map(me));
    },
  );

  it('logs nobody out where there are no locks', async () => {
    const { browser } = await loggedIn(new FakeBrowser(server.url, false));
    const tabs = Array.from({ length: 5 }, () => browser.openTab());
    await Promise.all(tabs.map((tab) => tab.restore()));
    await Promise.all(tabs.map(me));
    expect(await browser.openTab().restore()).not.toBeNull();
  });

  it('ends in every tab when one logs out', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const heard = vi.fn();
    other.onChange(heard);
    await client.logout();
    await vi.waitFor(() => expect(heard).toHaveBeenCalledWith(null));
    expect(other.user).toBeNull();
    expect(browser.cookie).toBeUndefined();
    await expect(me(other)).rejects.toMatchObject({
      code: 'access_token_missing',
    });
  });

  it('lets every tab see who logs in in one of them', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const username = `client-${(names += 1)}`;
    await client.register({ username, password: PASSWORD });
    await vi.waitFor(() => expect(other.user?.username).toBe(username));
    expect((await me(other)).username).toBe(username);
  });

  it.each([
    ['offline', /./],
    ['busy', /./],
    ['offline', /refresh|logout/],
    ['busy', /refresh|logout/],
  ] as const)(
    'stays logged in while the server is %s for %s, and goes on afterwards',
    async (weather, exposed) => {
      const { browser, client, username } = await loggedIn();
      server.clock.advance(11 * 60_000);
      browser.weather = weather;
      browser.exposed = exposed;
      await expect(me(client)).rejects.toMatchObject({
        code: weather === 'offline' ? 'network' : 'unavailable',
      });
      await expect(client.logout()).rejects.toBeInstanceOf(MunjigiError);
      expect(client.user?.username).toBe(username);
      browser.weather = 'fine';
      expect((await me(client)).username).toBe(username);
    },
  );

  it('asks again when the answer of a refresh was lost', async () => {
    const { browser, client, username } = await loggedIn();
    server.clock.advance(11 * 60_000);
    const reloaded = browser.openTab();
    browser.weather = 'answer lost';
    const restored = reloaded.restore();
    await vi.waitFor(() => expect(browser.refreshes()).toBe(1));
    browser.weather = 'fine';
    expect((await restored)?.username).toBe(username);
    expect((await me(client)).username).toBe(username);
  });

  it('asks once, with its retries, for all the requests that find no server', async () => {
    const { browser, client } = await loggedIn();
    server.clock.advance(11 * 60_000);
    browser.weather = 'offline';
    browser.exposed = /refresh/;
    const before = browser.sent;
    await Promise.allSettled(Array.from({ length: 10 }, () => me(client)));
    expect(browser.sent - before).toBe(10 + 3);
  });

  it('lets its caller give up waiting for a refresh that hangs', async () => {
    const { browser } = await loggedIn();
    const reloaded = browser.openTab();
    browser.weather = 'hanging';
    const giving = new AbortController();
    const given = reloaded.call('/api/users/me', { signal: giving.signal });
    giving.abort();
    await expect(given).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('times out a refresh that hangs, and lets callers give up waiting for its end', async () => {
    const { browser, client, username } = await loggedIn();
    browser.weather = 'hanging';
    browser.exposed = /refresh/;
    const reloaded = browser.openTab();
    const restored = reloaded.restore();
    const giving = new AbortController();
    const login = client.login({ username, password: PASSWORD }, giving.signal);
    const logout = client.logout(giving.signal);
    giving.abort();
    await expect(login).rejects.toMatchObject({ name: 'AbortError' });
    await expect(logout).rejects.toMatchObject({ name: 'AbortError' });
    browser.weather = 'fine';
    expect((await restored)?.username).toBe(username);
    await client.logout();
  });

  it('does not ask again when the grace for a lost answer is over', async () => {
    const { browser } = await loggedIn();
    const reloaded = browser.openTab();
    vi.useFakeTimers({ toFake: ['Date'] });
    browser.weather = 'answer lost';
    const restored = reloaded.restore().catch((error: unknown) => error);
    await vi.waitFor(() => expect(browser.refreshes()).toBe(1));
    vi.setSystemTime(Date.now() + 9_000);
    expect(await restored).toMatchObject({ code: 'network' });
    expect(browser.refreshes()).toBe(1);
  });

  it('starts nothing for a caller who has given up before', async () => {
    const { browser } = await loggedIn();
    const reloaded = browser.openTab();
    const before = browser.sent;
    const signal = AbortSignal.abort();
    await expect(
      reloaded.call('/api/users/me', { signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(browser.sent).toBe(before);
  });

  it.each([
    ['before it is sent', 'Date'],
    ['after a 401', undefined],
  ] as const)(
    'sends nothing of one user as another who logged in, found %s',
    async (_when, expired) => {
      const browser = new FakeBrowser(server.url);
      const first = browser.openDeafTab();
      const name = `client-${(names += 1)}`;
      await first.register({ username: name, password: PASSWORD });
      const { client: second } = await loggedIn(browser);
      server.clock.advance(11 * 60_000);
      if (expired) {
        vi.useFakeTimers({ toFake: [expired] });
        vi.setSystemTime(Date.now() + 11 * 60_000);
      }
      const patch = first.call('/api/users/me', {
        method: 'PATCH',
        body: { nickname: 'of the first' },
      });
      await expect(patch).rejects.toMatchObject({ status: 401 });
      expect((await me(second)).nickname).not.toBe('of the first');
      await expect(first.logoutAll()).resolves.toBeUndefined();
    },
  );

  it("renews nobody's token with that of another who logged in", async () => {
    const { browser, client } = await loggedIn();
    const token = await client.accessToken();
    await loggedIn(browser);
    await vi.waitFor(async () =>
      expect(await client.accessToken()).not.toBe(token),
    );
    expect(await client.renewedToken(token!)).toBeNull();
  });

  it('stays out when the answer of a refresh comes after the end of all sessions', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openTab();
    const used = await other.accessToken();
    let answer = () => {};
    browser.slow = new Promise<void>((resolve) => (answer = resolve));
    browser.exposed = /refresh/;
    const renewed = other.renewedToken(used!);
    await vi.waitFor(() => expect(browser.refreshes()).toBe(2));
    const ended = client.logoutAll();
    // Whoever does not wait for the refresh is done by then.
    await Promise.race([ended, new Promise((pass) => setTimeout(pass, 300))]);
    answer();
    await Promise.all([renewed, ended]);
    await vi.waitFor(() => expect(other.user).toBeNull());
    expect(client.user).toBeNull();
  });

  it('leaves the login of another user alone when an old session turns out to have ended', async () => {
    const { browser, client, username } = await loggedIn(
      new FakeBrowser(server.url, false),
    );
    const elsewhere = new FakeBrowser(server.url).openTab();
    await elsewhere.login({ username, password: PASSWORD });
    await elsewhere.logoutAll();
    let answer = () => {};
    browser.slow = new Promise<void>((resolve) => (answer = resolve));
    browser.exposed = /refresh/;
    const call = me(client).catch((error: unknown) => error);
    await vi.waitFor(() => expect(browser.refreshes()).toBe(1));
    const { client: second } = await loggedIn(browser);
    await vi.waitFor(() => expect(client.user).toEqual(second.user));
    answer();
    await call;
    await new Promise((resolve) => setImmediate(resolve));
    expect(second.user).not.toBeNull();
    expect(client.user).toEqual(second.user);
  });

  it.each([
    ['no JSON', () => new Response('<html>')],
    ['cut', () => new Response(cut())],
  ])('throws its own error for an answer that is %s', async (_what, answer) => {
    const client = new MunjigiClient({
      baseUrl: server.url,
      fetch: (input) =>
        new URL(input as string, server.url).pathname.endsWith('refresh')
          ? Promise.resolve(
              Response.json({ code: 'refresh_token_missing' }, { status: 401 }),
            )
          : Promise.resolve(answer()),
    });
    await expect(client.call('/healthz')).rejects.toMatchObject({
      name: 'MunjigiError',
      code: 'network',
    });
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

  it('tells the other tabs that its session has ended elsewhere', async () => {
    const { browser, client, username } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const elsewhere = new FakeBrowser(server.url).openTab();
    await elsewhere.login({ username, password: PASSWORD });
    await elsewhere.logoutAll();
    await expect(me(client)).rejects.toThrow();
    await vi.waitFor(() => expect(other.user).toBeNull());
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
});

describe('tabs of a real browser', () => {
  it('may be told things after they were closed', () => {
    vi.stubGlobal('navigator', {});
    const tabs = browserTabs('https://closed.example');
    vi.unstubAllGlobals();
    tabs.close();
    tabs.tell({ type: 'ended', sessionId: undefined });
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

describe('the client of an app without a cookie jar', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  it('keeps its refresh token in the storage it is given, over restarts', async () => {
    let stored: string | null = null;
    const storage = {
      get: () => stored,
      set: (token: string) => void (stored = token),
      remove: () => void (stored = null),
    };
    const options = { baseUrl: server.url, storage };
    const app = new MunjigiClient(options);
    await app.register({ username: 'phone', password: PASSWORD });
    const first = stored;
    const restarted = new MunjigiClient(options);
    expect((await restarted.restore())?.username).toBe('phone');
    expect(stored).not.toBe(first);
    await restarted.logout();
    expect(stored).toBeNull();
    expect(await new MunjigiClient(options).restore()).toBeNull();
  });

  it('keeps its login when it is a proxy that answers 401, in whatever shape', async () => {
    const remove = vi.fn();
    const storage = { get: () => 'stored', set: () => {}, remove };
    for (const body of ['<html>', 'null', '{"code":7,"details":"none"}']) {
      const fetch = () => Promise.resolve(new Response(body, { status: 401 }));
      const app = new MunjigiClient({ baseUrl: server.url, storage, fetch });
      await expect(app.restore()).rejects.toMatchObject({
        status: 401,
        code: 'internal_error',
        details: [],
      });
    }
    expect(remove).not.toHaveBeenCalled();
  });
});

function cut(): ReadableStream {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('{'));
      controller.error(new TypeError('terminated'));
    },
  });
}
