import type { BrowserContext, Page } from 'playwright-core';
import { describeInBrowser } from './support/browser.js';
import { decodeJwt, forgeJwt } from './support/forged-jwt.js';
import { SECRETS } from './support/secrets.js';
import {
  askWhoIAm,
  isRefresh,
  register,
  seeLoggedIn,
  seeLoginPage,
  type StartedWebApp,
  startWebApp,
} from './support/web-app.js';

describeInBrowser('staying logged in, in a real browser', () => {
  let app: StartedWebApp;
  beforeAll(async () => {
    app = await startWebApp();
  });
  afterEach(() => app.endVisits());
  afterAll(() => app?.close());

  it('a reload after registering stays in, and so do twenty quick ones', async () => {
    const page = await app.visit();
    await register(page, 'reloading', app.url);
    await page.reload();
    await seeLoggedIn(page, 'reloading');
    for (let count = 0; count < 20; count++)
      await page.goto(app.url, { waitUntil: 'commit' });
    await seeLoggedIn(page, 'reloading');
    await askWhoIAm(page);
  });

  it('an expired access token is renewed by the next call, unseen', async () => {
    const page = await app.visitAs('expiring');
    const answers = collectAnswers(page);
    await page.clock.setFixedTime(Date.now() + 3_600_000);
    await askWhoIAm(page);
    expect(answers).toEqual(['200 /api/auth/refresh', '200 /api/users/me']);
    await seeLoggedIn(page, 'expiring');
  });

  it('an access token that the server finds expired before the browser does is renewed, and the call made once more, unseen', async () => {
    const page = await app.visitAs('slow-clock');
    const answers = collectAnswers(page);
    await page.route(
      '**/api/users/me',
      async (route) => {
        const headers = await route.request().allHeaders();
        const authorization = anHourAgo(headers.authorization!);
        await route.continue({ headers: { ...headers, authorization } });
      },
      { times: 1 },
    );
    await askWhoIAm(page);
    expect(answers).toEqual([
      '401 /api/users/me',
      '200 /api/auth/refresh',
      '200 /api/users/me',
    ]);
    await seeLoggedIn(page, 'slow-clock');
  });

  it('five tabs that find the access token expired at once all work with one rotation, three times', async () => {
    const context = (await app.visitAs('tabs')).context();
    await Promise.all(
      Array.from({ length: 5 }, async () => {
        const tab = await context.newPage();
        await tab.goto(app.url);
        await seeLoggedIn(tab, 'tabs');
      }),
    );
    const successors = collectSuccessors(context);
    // Paused, so that a tab which gets no core is told by another, however late that is, before its patience ends.
    await context.clock.install();
    for (let hours = 1; hours <= 3; hours++) {
      await context.clock.pauseAt(Date.now() + hours * 3_600_000);
      await Promise.all(context.pages().map(askWhoIAm));
      expect(await successors()).toHaveLength(1);
    }
  });

  it('a logout in one tab logs out all', async () => {
    const page = await app.visitAs('leaving');
    const other = await page.context().newPage();
    await other.goto(`${app.url}/account`);
    await other.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await seeLoginPage(page);
    await seeLoginPage(other);
    await other.reload();
    await seeLoginPage(other);
    expect(await page.context().cookies()).toEqual([]);
  });

  it('a refresh whose answer is lost is asked again, and the login stays', async () => {
    const page = await app.visitAs('cut-off');
    let lost = 0;
    await page.route('**/api/auth/refresh', async (route) => {
      if (lost++ > 0) return route.continue();
      // The server has rotated; the browser never hears of it.
      const sent = await route.request().allHeaders();
      const headers = { cookie: sent.cookie!, origin: app.url };
      const answer = await fetch(route.request().url(), {
        method: 'POST',
        headers,
      });
      expect(answer.status).toBe(200);
      return route.abort('connectionreset');
    });
    await page.reload();
    await seeLoggedIn(page, 'cut-off');
    expect(lost).toBe(2);
    await askWhoIAm(page);
  });

  it('a server that is away logs nobody out, and a restarted one goes on', async () => {
    const page = await app.visitAs('restarting');
    await app.stop();
    await page.getByRole('button', { name: 'Ask who I am' }).click();
    await page.getByText('The server does not answer').waitFor();
    await page.getByRole('heading', { name: 'Hello, restarting' }).waitFor();
    await app.start();
    await askWhoIAm(page);
    await page.reload();
    await seeLoggedIn(page, 'restarting');
  });

  it('a page load that cannot reach the server offers to try again', async () => {
    const page = await app.visitAs('retrying');
    await page.route('**/api/auth/refresh', (route) => route.abort());
    await page.reload();
    const again = page.getByRole('button', { name: 'Try again' });
    await again.waitFor();
    await page.unroute('**/api/auth/refresh');
    await again.click();
    await seeLoggedIn(page, 'retrying');
  });

  it('leaves no token where a script on the page could find one', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/register`);
    await page.getByRole('button', { name: '한국어' }).click();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByLabel('Username').fill('probing');
    await page
      .getByLabel('Password', { exact: true })
      .fill('four words in here');
    await page.getByRole('button', { name: 'Create account' }).click();
    await seeLoggedIn(page, 'probing');
    const found = await page.evaluate(async () => ({
      cookie: document.cookie,
      localStorage: { ...localStorage },
      sessionStorage: { ...sessionStorage },
      databases: await indexedDB.databases(),
      caches: await caches.keys(),
      history: history.state as unknown,
    }));
    expect(found).toEqual({
      cookie: '',
      localStorage: { language: 'en' },
      sessionStorage: {},
      databases: [],
      caches: [],
      history: null,
    });
  });
});

function collectAnswers(page: Page): string[] {
  const answers: string[] = [];
  page.on('response', (response) =>
    answers.push(`${response.status()} ${new URL(response.url()).pathname}`),
  );
  return answers;
}

/** The same access token, had it been issued then: what the page holds is good for ten minutes. */
function anHourAgo(authorization: string): string {
  const { header, payload } = decodeJwt(authorization.slice('Bearer '.length));
  const { iat, exp, ...rest } = payload as { iat: number; exp: number };
  const times = { iat: iat - 3_600, exp: exp - 3_600 };
  const claims = { ...rest, ...times };
  return `Bearer ${forgeJwt(header, claims, SECRETS.JWT_ACCESS_SECRET)}`;
}

/** Notes the refresh cookies that are set from now on. */
function collectSuccessors(context: BrowserContext) {
  const cookies: Promise<string | null>[] = [];
  context.on('response', (response) => {
    if (isRefresh(response)) cookies.push(response.headerValue('set-cookie'));
  });
  return () => Promise.all(cookies.splice(0));
}
