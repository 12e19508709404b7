import type { TabMessage, Tokens } from '../src/index.js';
import { sessionOf } from '../src/session.js';
import { browserTabs } from '../src/tabs.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, me, newName, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client in many tabs', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());
  afterEach(() => vi.useRealTimers());
  const loggedIn = (browser = new FakeBrowser(server.url)) =>
    loggedInWith(browser);

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
    await eventually(() => expect(heard).toHaveBeenCalledWith(null));
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
    const username = newName();
    await client.register({ username, password: PASSWORD });
    await eventually(() => expect(other.user?.username).toBe(username));
    expect((await me(other)).username).toBe(username);
  });

  it('tells the other tabs that its session has ended elsewhere', async () => {
    const { browser, client, username } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const elsewhere = new FakeBrowser(server.url).openTab();
    await elsewhere.login({ username, password: PASSWORD });
    await elsewhere.logoutAll();
    await expect(me(client)).rejects.toThrow();
    await eventually(() => expect(other.user).toBeNull());
  });

  it('ends all sessions after a refresh of another tab, whose answer would log in again', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openDeafTab();
    // Tokens of the same second are the same.
    server.clock.advance(1_000);
    const used = await other.accessToken();
    await eventually(async () => expect(await client.accessToken()).toBe(used));
    let answer = () => {};
    let renewed: Promise<unknown> | undefined;
    const stop = client.onToken(() => {
      stop();
      browser.slow = new Promise<void>((resolve) => (answer = resolve));
      renewed = other.renewedToken(used!);
    });
    server.clock.advance(1_000);
    const ended = client.logoutAll();
    await eventually(() => expect(browser.refreshes()).toBe(3));
    await eventually(() => expect(browser.inLine).toBe(2));
    expect(browser.seen).not.toContain('/api/auth/logout-all');
    answer();
    await Promise.all([renewed, ended]);
    expect(client.user).toBeNull();
  });

  it('lets every tab see who logs in, and out again, after the clock was set back', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    vi.useFakeTimers({ toFake: ['Date'] });
    vi.setSystemTime(Date.now() - 60_000);
    const username = newName();
    await client.register({ username, password: PASSWORD });
    await eventually(() => expect(other.user?.username).toBe(username));
    await client.logout();
    await eventually(() => expect(other.user).toBeNull());
  });

  it('ends in every tab when one logs out that does not know yet who is logged in', async () => {
    const { browser, client } = await loggedIn();
    await browser.openTab().logout();
    await eventually(() => expect(client.user).toBeNull());
  });

  it('finds the login of another tab that it was not told of', async () => {
    const { browser, client, username } = await loggedIn();
    await client.logout();
    const deaf = browser.openDeafTab();
    expect(await deaf.restore()).toBeNull();
    await client.login({ username, password: PASSWORD });
    expect((await deaf.restore())?.username).toBe(username);
  });

  it('lets every tab see a change of the profile', async () => {
    const { browser, client } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const body = { nickname: 'somebody else' };
    await client.call('/api/users/me', { method: 'PATCH', body });
    await client.reload();
    await eventually(() => expect(other.user).toMatchObject(body));
    expect((await me(other)).nickname).toBe(body.nickname);
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

  it('take no message for theirs that another release, or another script, has sent', async () => {
    vi.stubGlobal('navigator', {});
    const tabs = browserTabs('https://odd.example');
    vi.unstubAllGlobals();
    const heard: unknown[] = [];
    tabs.listen((message) => heard.push(message));
    const stranger = new BroadcastChannel('munjigi https://odd.example');
    const last: TabMessage = { type: 'ended', sessionId: undefined };
    const session = sessionOf({ accessToken: '', expiresIn: 1 } as Tokens);
    const odd = [null, 'ended', {}, { type: 'session' }, { type: 'new' }];
    for (const message of [...odd, { type: 'session', session }, last])
      stranger.postMessage(message);
    await eventually(() => expect(heard).toContainEqual(last));
    expect(heard).toEqual([last]);
    tabs.close();
    stranger.close();
  });
});
