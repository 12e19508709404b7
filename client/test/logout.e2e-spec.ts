import type { TabMessage } from '../src/index.js';
import { noTabs } from '../src/tabs.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, newName, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the end of a login that not every tab knows of yet', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());
  const loggedIn = (browser = new FakeBrowser(server.url)) =>
    loggedInWith(browser);

  it('is seen in every tab, though the logout was right behind it', async () => {
    const { browser, client, username } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const login = client.login({ username, password: PASSWORD });
    await Promise.all([login, other.logout()]);
    await eventually(() => expect(client.user).toBeNull());
    expect(other.user).toBeNull();
    expect(browser.refreshes()).toBe(1);
  });

  it('is seen in every tab, though that which ended it never heard of it', async () => {
    const browser = new FakeBrowser(server.url);
    const frozen = browser.openDeafTab();
    const username = newName();
    await frozen.register({ username, password: PASSWORD });
    const other = browser.openTab();
    await other.login({ username, password: PASSWORD });
    await frozen.logout();
    await eventually(() => expect(other.user).toBeNull());
  });

  it('is seen in the tab that ended all sessions, though another began there meanwhile', async () => {
    const { browser, client, username } = await loggedIn();
    const other = browser.openTab();
    await other.restore();
    const ended = client.logoutAll();
    await other.login({ username, password: PASSWORD });
    await ended;
    expect(client.user).toBeNull();
    await eventually(() => expect(other.user).toBeNull());
  });

  it('outlives what another tab says late of the session that has ended', async () => {
    const { browser, client: first } = await loggedIn();
    const told: TabMessage[] = [];
    let hear: (message: TabMessage) => void = () => {};
    const tabs = {
      ...noTabs(),
      tell: (message: TabMessage) => void told.push(message),
      listen: (listener: typeof hear) => void (hear = listener),
    };
    const tab = browser.openTab(tabs);
    await tab.restore();
    const [late] = told as [TabMessage & { type: 'session' }];
    await first.logout();
    hear({ type: 'ended', sessionId: late.session.id });
    hear(late);
    expect(tab.user).toBeNull();
  });
});
