import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/browser.js';
import {
  PASSWORD,
  type StartedWebApp,
  startWebApp,
} from './support/web-app.js';

/** Three pages of a log, as the server would answer them. */
const LOG = new Map([
  [null, { items: [event('first.page')], nextCursor: 'two' }],
  ['two', { items: [event('second.page')], nextCursor: 'three' }],
  ['three', { items: [event('third.page')], nextCursor: null }],
]);

describeInBrowser('the demo app for who cannot wait, in a real browser', () => {
  let app: StartedWebApp;
  let page: Page;
  let held: Promise<void> | undefined;
  beforeAll(async () => {
    app = await startWebApp();
    await register('the-admin');
    await app.grantAdmin('the-admin');
  });
  afterEach(() => app.endVisits());
  afterAll(() => app?.close());

  function hold(): () => void {
    let release = () => {};
    held = new Promise((resolve) => (release = resolve));
    return release;
  }

  /** An account is made without a page, which would take longer. */
  function register(username: string): Promise<Response> {
    return fetch(`${app.url}/api/auth/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password: PASSWORD }),
    });
  }

  async function visitAsAdmin(path: string): Promise<void> {
    held = undefined;
    page = await app.visit();
    const data = { username: 'the-admin', password: PASSWORD };
    await page.request.post(`${app.url}/api/auth/login`, { data });
    await page.goto(app.url + path);
  }

  describe('in a list of pages', () => {
    const see = (text: string) => page.getByText(text).waitFor();
    // Whatever the button says of itself, and without waiting for anything.
    const press = (name: string) =>
      page.getByRole('button', { name }).dispatchEvent('click');
    beforeEach(async () => {
      await visitAsAdmin('/');
      await page.route('**/api/admin/audit?**', async (route) => {
        const url = new URL(route.request().url());
        await held;
        await route.fulfill({ json: LOG.get(url.searchParams.get('cursor')) });
      });
      await page.goto(`${app.url}/admin/audit`);
      await see('first.page');
    });

    it('goes back by one page after a second press on the same button', async () => {
      const release = hold();
      await press('Next');
      await press('Next');
      release();
      await see('second.page');
      await press('Previous');
      await see('first.page');
    });

    it('skips no page for who goes back and on before the answer is there', async () => {
      await press('Next');
      await see('second.page');
      const release = hold();
      await press('Previous');
      await press('Next');
      release();
      await see('first.page');
      await press('Next');
      await see('second.page');
    });

    it('asks again by the same button after a failure', async () => {
      await page.route(
        '**/api/admin/audit?cursor=two',
        (route) => route.abort(),
        { times: 1 },
      );
      await press('Next');
      await see('The server does not answer');
      await press('Next');
      await see('second.page');
    });
  });

  const waiting = () => page.locator('button[aria-disabled=true]').count();

  it('shows that what else may be done to a person waits for what is being done', async () => {
    await visitAsAdmin('/admin');
    await page.getByLabel('Name, e-mail or id').fill('the-admin');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.getByRole('listitem').count()).toBe(1);
    const release = hold();
    await page.route('**/api/admin/users/*', async (route) => {
      await held;
      const json = { code: 'last_admin', message: 'Not the last' };
      await route.fulfill({ status: 409, json });
    });
    await page.getByRole('button', { name: 'Make user' }).click();
    await expect.poll(waiting).toBe(4);
    release();
    await page.getByText('Not the last').waitFor();
    expect(await waiting()).toBe(0);
  });

  it('shows that other devices wait for the one that is being logged out', async () => {
    page = await app.visitAs('many-devices');
    const sessions = [device('one'), device('two')];
    await page.route('**/api/auth/sessions', (route) =>
      route.fulfill({ json: sessions }),
    );
    const release = hold();
    await page.route('**/api/auth/sessions/one', async (route) => {
      await held;
      await route.fulfill({ status: 204 });
    });
    await page.goto(`${app.url}/account`);
    await page
      .getByRole('button', { name: 'Log out: Unknown device' })
      .first()
      .click();
    await expect.poll(waiting).toBe(3);
    release();
    await expect.poll(waiting).toBe(0);
  });

  it('shows the outcome of the last of two quick changes, though the list asked for after the first comes later', async () => {
    const names = ['changed-one', 'changed-two'];
    await Promise.all(names.map(register));
    await visitAsAdmin('/admin');
    const row = (name: string) =>
      page.getByRole('listitem').filter({ hasText: name });
    await row('changed-one').waitFor();
    const release = hold();
    let lists = 0;
    await page.route('**/api/admin/users?**', async (route) => {
      const answer = await route.fetch();
      if ((lists += 1) === 1) await held;
      await route.fulfill({ response: answer }).catch(() => {});
    });
    for (const name of names) {
      await row(name).getByRole('button', { name: 'Disable' }).click();
      await expect.poll(() => lists).toBe(names.indexOf(name) + 1);
    }
    await row('changed-two').getByText('disabled').waitFor();
    release();
    await page.unrouteAll({ behavior: 'wait' });
    for (const name of names)
      expect(await row(name).getByText('disabled').count()).toBe(1);
  });
});

function device(id: string) {
  const lastUsedAt = new Date().toISOString();
  return { id, current: false, lastUsedAt, userAgent: null, ip: '192.0.2.1' };
}

function event(type: string) {
  const at = new Date().toISOString();
  return {
    id: type,
    at,
    type,
    actorId: null,
    userId: null,
    ip: null,
    details: {},
  };
}
