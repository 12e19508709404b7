import { MunjigiClient, MunjigiError } from '../src/index.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, me, PASSWORD } from './logged-in.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client with a bad network', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());
  const loggedIn = (browser = new FakeBrowser(server.url)) =>
    loggedInWith(browser);

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
});

function cut(): ReadableStream {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('{'));
      controller.error(new TypeError('terminated'));
    },
  });
}
