import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, me, newName, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client when another user logs in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());
  const loggedIn = (browser = new FakeBrowser(server.url)) =>
    loggedInWith(browser);

  it.each([
    ['before it is sent', 'Date'],
    ['after a 401', undefined],
  ] as const)(
    'sends nothing of one user as another who logged in, found %s',
    async (_when, expired) => {
      const browser = new FakeBrowser(server.url);
      const first = browser.openDeafTab();
      const name = newName();
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
      await expect(patch).rejects.toMatchObject({
        code: 'session_revoked',
      });
      expect((await me(second)).nickname).not.toBe('of the first');
      await expect(first.logoutAll()).resolves.toBeUndefined();
    },
  );

  it("renews nobody's token with that of another who logged in", async () => {
    const { browser, client } = await loggedIn();
    const token = await client.accessToken();
    await loggedIn(browser);
    await eventually(async () =>
      expect(await client.accessToken()).not.toBe(token),
    );
    expect(await client.renewedToken(token!)).toBeNull();
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
    await eventually(() => expect(browser.refreshes()).toBe(1));
    const { client: second } = await loggedIn(browser);
    await eventually(() => expect(client.user).toEqual(second.user));
    answer();
    await call;
    await new Promise((resolve) => setImmediate(resolve));
    expect(second.user).not.toBeNull();
    expect(client.user).toEqual(second.user);
  });
});
