import { type MunjigiClient, MunjigiError } from '../src/index.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, me, newName, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

const NOBODY = { username: 'nobody', password: PASSWORD };

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

  it.each(['answer lost', 'bad gateway'] as const)(
    'asks again after a refresh with %s',
    async (weather) => {
      const { browser, client, username } = await loggedIn();
      server.clock.advance(11 * 60_000);
      const reloaded = browser.openTab();
      browser.weather = weather;
      const restored = reloaded.restore();
      await eventually(() => expect(browser.refreshes()).toBe(1));
      browser.weather = 'fine';
      expect((await restored)?.username).toBe(username);
      expect((await me(client)).username).toBe(username);
    },
  );

  it.each(['offline', 'busy'] as const)(
    'asks once, with its retries, for all the requests that find a server %s',
    async (weather) => {
      const { browser, client } = await loggedIn();
      server.clock.advance(11 * 60_000);
      browser.weather = weather;
      browser.exposed = /refresh/;
      const before = browser.sent;
      await Promise.allSettled(Array.from({ length: 10 }, () => me(client)));
      expect(browser.sent - before).toBe(10 + 3);
    },
  );

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
    await eventually(() => expect(browser.refreshes()).toBe(1));
    vi.setSystemTime(Date.now() + 5_001);
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

  /** Its refresh is asked and answered, but the answer is on its way until `answer`. */
  async function slowRestore() {
    const { browser, username } = await loggedIn();
    const client = browser.openTab();
    const answer = hold(browser);
    vi.useFakeTimers({
      toFake: ['setTimeout', 'clearTimeout', 'Date', 'performance'],
    });
    const restored = client.restore();
    restored.catch(() => {});
    // The server's own time goes on with the client's: nothing may be under way there.
    await eventually(() => expect(browser.held).toBe(1));
    const comes = async () => {
      const before = browser.cookie;
      answer();
      await eventually(() => expect(browser.cookie).not.toBe(before));
    };
    return { browser, client, username, restored, comes };
  }

  /** Its two tries are answered, but it has given up waiting for that. */
  async function givenUpRestore() {
    const slow = await slowRestore();
    await vi.advanceTimersByTimeAsync(4_300);
    await eventually(() => expect(slow.browser.held).toBe(2));
    await vi.advanceTimersByTimeAsync(5_000);
    await expect(slow.restored).rejects.toMatchObject({ code: 'network' });
    return slow;
  }

  it('stays logged in when a page in use is closed while a refresh is under way', async () => {
    const { browser, client, username } = await loggedIn();
    server.clock.advance(11 * 60_000);
    const answer = hold(browser);
    me(client).catch(() => {});
    await eventually(() => expect(browser.held).toBe(1));
    const { cookie } = browser;
    browser.leave(client);
    answer();
    await eventually(() => expect(browser.cookie).not.toBe(cookie));
    server.clock.advance(11_000);
    expect((await browser.openTab().restore())?.username).toBe(username);
  });

  it('leaves no request behind when a page is closed that has just begun', async () => {
    const { browser, client } = await slowRestore();
    const { cookie } = browser;
    browser.leave(client);
    await eventually(() => expect(browser.held).toBe(0));
    expect(browser.cookie).toBe(cookie);
  });

  it('takes an answer that comes while it asks again', async () => {
    const { browser, username, restored, comes } = await slowRestore();
    browser.weather = 'hanging';
    await vi.advanceTimersByTimeAsync(4_300);
    await eventually(() => expect(browser.held).toBe(2));
    await comes();
    expect((await restored)?.username).toBe(username);
    expect(browser.held).toBe(0);
  });

  it('stays logged in with the cookie of an answer that it did not wait for', async () => {
    const { browser, client, username, comes } = await givenUpRestore();
    await comes();
    server.clock.advance(11_000);
    expect((await browser.openTab().restore())?.username).toBe(username);
    expect((await client.restore())?.username).toBe(username);
  });

  it('waits for an answer on its way rather than send a used token after the grace', async () => {
    const { browser, client, username, comes } = await givenUpRestore();
    server.clock.advance(11_000);
    const again = client.restore();
    await vi.advanceTimersByTimeAsync(1_000);
    await comes();
    expect((await again)?.username).toBe(username);
    expect((await browser.openTab().restore())?.username).toBe(username);
  });

  it.each([
    ['', 0],
    [', though the clock is set back meanwhile', 60_000],
  ])('sends no used token after the grace%s', async (_how, setBack) => {
    const { browser, client, username, comes } = await givenUpRestore();
    vi.setSystemTime(Date.now() - setBack);
    server.clock.advance(setBack + 11_000);
    const again = client.restore().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(await again).toMatchObject({ code: 'network' });
    expect(browser.refreshes()).toBe(2);
    await comes();
    expect((await browser.openTab().restore())?.username).toBe(username);
  });

  it('asks anew after 30 s, when no answer will come any more', async () => {
    const { browser, username } = await loggedIn();
    const client = browser.openTab();
    browser.weather = 'hanging';
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const restoredAfter = async (ms: number) => {
      const restored = client.restore().catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(ms);
      return restored;
    };
    expect(await restoredAfter(25_000)).toMatchObject({ code: 'network' });
    browser.weather = 'fine';
    expect(await restoredAfter(5_500)).toMatchObject({ code: 'network' });
    expect(await restoredAfter(0)).toMatchObject({ username });
    expect(browser.held).toBe(0);
  });

  it.each(['this', 'another'])(
    'keeps the cookie of a later login in %s tab from a late answer',
    async (tab) => {
      const { browser, client } = await givenUpRestore();
      vi.useRealTimers();
      const username = newName();
      const later = tab === 'this' ? client : browser.openTab();
      await later.register({ username, password: PASSWORD });
      await eventually(() => expect(client.user?.username).toBe(username));
      await eventually(() => expect(browser.held).toBe(0));
    },
  );

  it.each([
    [/login/, (client: MunjigiClient) => client.login(NOBODY)],
    [/logout-all/, (client: MunjigiClient) => client.logoutAll()],
    [/users/, (client: MunjigiClient) => client.deleteAccount(PASSWORD)],
  ])(
    'lets no %s hold up other tabs for longer than 15 s',
    async (path, begin) => {
      const { browser, client, username } = await loggedIn();
      browser.exposed = path;
      browser.weather = 'hanging';
      vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
      const begun = begin(client);
      begun.catch(() => {});
      await eventually(() => expect(browser.held).toBe(1));
      const other = browser.openTab().restore();
      await eventually(() => expect(browser.inLine).toBe(2));
      await vi.advanceTimersByTimeAsync(15_000);
      await vi.advanceTimersByTimeAsync(100);
      await expect(begun).rejects.toMatchObject({ code: 'network' });
      expect((await other)?.username).toBe(username);
    },
  );

  it.each([
    (client: MunjigiClient, signal: AbortSignal) =>
      client.login(NOBODY, signal),
    (client: MunjigiClient, signal: AbortSignal) => client.logoutAll(signal),
    (client: MunjigiClient, signal: AbortSignal) =>
      client.deleteAccount(PASSWORD, signal),
  ])('ends what its caller gives up: %s', async (begin) => {
    const { browser, client } = await loggedIn();
    browser.exposed = /login|logout-all|users/;
    browser.weather = 'hanging';
    const giving = new AbortController();
    const begun = begin(client, giving.signal);
    await eventually(() => expect(browser.held).toBe(1));
    giving.abort(new Error('given up'));
    await expect(begun).rejects.toThrow('given up');
    expect(browser.held).toBe(0);
  });

  it('lets no tab wait for more than 30 s where others wait for a server that hangs, too', async () => {
    const { browser } = await loggedIn();
    browser.weather = 'hanging';
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    const tabs = Array.from({ length: 9 }, () => browser.openTab().restore());
    const restored = Promise.allSettled(tabs);
    await vi.advanceTimersByTimeAsync(30_000);
    for (const { reason } of (await restored) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: 'network' });
  });
});

/** Holds answers to refreshes back until the returned function is called. */
function hold(browser: FakeBrowser): () => void {
  let answer = () => {};
  browser.exposed = /refresh/;
  browser.slow = new Promise<void>((resolve) => (answer = resolve));
  return () => {
    answer();
    browser.slow = undefined;
  };
}
