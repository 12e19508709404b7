import fc from 'fast-check';
import { MunjigiError, type User } from '../src/index.js';
import { FakeBrowser, type Weather } from './fake-browser.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

const PASSWORD = 'correct horse battery';
const MAX_TABS = 5;

type Step =
  | { do: 'open' }
  | { do: 'login'; tab: number }
  | { do: 'logout'; tab: number }
  | { do: 'expire' }
  | { do: 'lose'; weather: Weather }
  | { do: 'leave' }
  | { do: 'call'; tabs: number[] }
  | { do: 'reload'; tabs: number[] }
  | { do: 'fail'; weather: Weather; tabs: number[] };

const tab = fc.nat(MAX_TABS - 1);
const tabs = fc.array(tab, { minLength: 1, maxLength: 8 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('open') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('login'), tab }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('logout'), tab }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('expire') }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('lose'),
      weather: fc.constantFrom<Weather>('answer lost', 'bad gateway'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('leave') }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call'), tabs }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('reload'), tabs }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('fail'),
      weather: fc.constantFrom<Weather>('offline', 'busy'),
      tabs,
    }),
  },
) as fc.Arbitrary<Step>;

describe('tabs of one browser', () => {
  let server: TestServer;
  let names = 0;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  it.each([true, false])(
    'are logged in and out together, whatever fails and whoever comes first (locks: %s)',
    async (withLocks) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(step, { minLength: 3, maxLength: 14 }),
          async (steps) => {
            const world = new World(server, `model-${(names += 1)}`, withLocks);
            await world.begin();
            for (const taken of steps) {
              await world.take(taken);
              // What tabs tell each other does not travel for eleven minutes.
              await new Promise((resolve) => setImmediate(resolve));
            }
            await world.expectAgreement();
          },
        ),
        { numRuns: 15 },
      );
    },
  );
});

class World {
  private readonly browser: FakeBrowser;
  private readonly tabs: ReturnType<FakeBrowser['openTab']>[] = [];
  private isLoggedIn = false;

  constructor(
    private readonly server: TestServer,
    private readonly username: string,
    withLocks: boolean,
  ) {
    this.browser = new FakeBrowser(server.url, withLocks);
  }

  async begin(): Promise<void> {
    const { username } = this;
    this.tabs.push(this.browser.openTab());
    await this.tabs[0]!.register({ username, password: PASSWORD });
    this.isLoggedIn = true;
  }

  async take(step: Step): Promise<void> {
    if (step.do === 'open') await this.open();
    else if (step.do === 'login') await this.login(step.tab);
    else if (step.do === 'logout') await this.logout(step.tab);
    else if (step.do === 'expire') this.server.clock.advance(11 * 60_000);
    else if (step.do === 'lose') await this.loseAnswer(step.weather);
    else if (step.do === 'leave') await this.leaveInUse();
    else if (step.do === 'call') await this.callAll(step.tabs);
    else if (step.do === 'reload') await this.reloadAll(step.tabs);
    else await this.failAll(step.weather, step.tabs);
  }

  /** What every tab must say now that all is fine. */
  async expectAgreement(): Promise<void> {
    for (const [index] of this.tabs.entries()) await this.callAll([index]);
    await this.reloadAll(this.tabs.keys());
  }

  private async open(): Promise<void> {
    if (this.tabs.length === MAX_TABS) return;
    const opened = this.browser.openTab();
    this.tabs.push(opened);
    this.expectUser(await opened.restore());
  }

  private async login(index: number): Promise<void> {
    const { username } = this;
    await this.tab(index).login({ username, password: PASSWORD });
    this.isLoggedIn = true;
    await this.settled();
  }

  private async logout(index: number): Promise<void> {
    await this.tab(index).logout();
    this.isLoggedIn = false;
    await this.settled();
  }

  /** The server rotates, and the answer gets lost once. */
  private async loseAnswer(weather: Weather): Promise<void> {
    this.server.clock.advance(11 * 60_000);
    const before = this.browser.refreshes();
    const tab = this.browser.openTab();
    this.browser.weather = weather;
    const restored = tab.restore();
    await eventually(() =>
      expect(this.browser.refreshes()).toBeGreaterThan(before),
    );
    this.browser.weather = 'fine';
    this.expectUser(await restored);
    tab.close();
  }

  /** A page in use is closed in the middle of a refresh, and the server's grace passes. */
  private async leaveInUse(): Promise<void> {
    const { browser, server } = this;
    const tab = browser.openTab();
    if ((await tab.restore()) === null) return tab.close();
    server.clock.advance(11 * 60_000);
    let answer = () => {};
    browser.exposed = /refresh/;
    browser.slow = new Promise<void>((resolve) => (answer = resolve));
    const asked = browser.refreshes();
    const called = tab.call('/api/users/me').catch(() => {});
    await eventually(() => expect(browser.refreshes()).toBeGreaterThan(asked));
    browser.leave(tab);
    answer();
    browser.slow = undefined;
    browser.exposed = /./;
    await called;
    server.clock.advance(11_000);
  }

  private async callAll(indexes: Iterable<number>): Promise<void> {
    await Promise.all(
      Array.from(indexes, async (index) => {
        const tab = this.tab(index);
        const call = tab.call<User>('/api/users/me');
        if (this.isLoggedIn) expect((await call).username).toBe(this.username);
        else
          await expect(call).rejects.toMatchObject({
            code: 'access_token_missing',
          });
      }),
    );
  }

  private async reloadAll(indexes: Iterable<number>): Promise<void> {
    const reloaded = [...new Set(indexes)].map((index) => {
      const at = index % this.tabs.length;
      this.tabs[at]!.close();
      return (this.tabs[at] = this.browser.openTab());
    });
    const users = await Promise.all(reloaded.map((tab) => tab.restore()));
    for (const user of users) this.expectUser(user);
  }

  private async failAll(weather: Weather, indexes: number[]): Promise<void> {
    this.browser.weather = weather;
    const before = this.tabs.map(({ user }) => user);
    await Promise.all(
      indexes.map((index) =>
        this.tab(index)
          .call('/api/users/me')
          .then(
            () => expect.unreachable(),
            (error: MunjigiError) =>
              expect(['network', 'unavailable']).toContain(error.code),
          ),
      ),
    );
    this.browser.weather = 'fine';
    expect(this.tabs.map(({ user }) => user)).toEqual(before);
  }

  private tab(index: number) {
    return this.tabs[index % this.tabs.length]!;
  }

  private expectUser(user: User | null): void {
    expect(user?.username).toBe(this.isLoggedIn ? this.username : undefined);
  }

  /** Other tabs hear of a login or logout a moment later. */
  private async settled(): Promise<void> {
    const name = this.isLoggedIn ? this.username : undefined;
    await eventually(() => {
      for (const { user } of this.tabs) expect(user?.username).toBe(name);
    });
  }
}
