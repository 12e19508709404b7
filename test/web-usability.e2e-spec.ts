import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/browser.js';
import {
  borrowWebApp,
  createAccount,
  PASSWORD,
  seeLoginPage,
  type WebApp,
} from './support/web-app.js';

describeInBrowser('the demo app for everybody, in a real browser', () => {
  let app: WebApp;
  beforeAll(async () => {
    app = await borrowWebApp();
  });
  afterEach(() => app.endVisits());

  it('leads to the login and back to the page that was asked for, by keyboard alone', async () => {
    const page = await app.visit();
    await createAccount(page, 'keyboard', app.url);
    await page.context().clearCookies();
    await page.goto(`${app.url}/account`);
    await seeLoginPage(page);
    expect(page.url()).toBe(`${app.url}/login?returnTo=%2Faccount`);
    await tabTo(page, 'Username or e-mail');
    await page.keyboard.type('keyboard');
    await tabTo(page, 'Password');
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.waitForURL(`${app.url}/account`);
    await page.getByRole('heading', { name: 'Account', level: 1 }).waitFor();
  });

  it('says beside each field what is wrong with it, and goes to the first', async () => {
    const page = await app.visit({ locale: 'ko-KR' });
    await page.goto(`${app.url}/register`);
    await page.getByLabel('아이디').fill('x');
    await page.getByRole('button', { name: '가입하기' }).click();
    const username = page.getByLabel('아이디');
    await expect.poll(() => username.getAttribute('aria-invalid')).toBe('true');
    expect(await username.evaluate((it) => it === document.activeElement)).toBe(
      true,
    );
    const notes = (await username.getAttribute('aria-describedby'))!.split(' ');
    expect(await page.locator(`[id="${notes.at(-1)}"]`).textContent()).toMatch(
      /3~30자/,
    );
    await username.fill('admin');
    await page.getByLabel('비밀번호', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: '가입하기' }).click();
    await page.getByText('사용할 수 없는 아이디입니다').waitFor();
  });

  it('has no fault that axe finds, and fits a small phone, in both languages', async () => {
    const viewport = { width: 360, height: 740 };
    // Its policy would keep axe out.
    const page = await app.visit({ viewport, bypassCSP: true });
    for (const path of GUESTS_PAGES) await expectUsable(page, app.url + path);
    await register(page, app.url, 'on-a-phone');
    await app.grantAdmin('on-a-phone');
    for (const path of MEMBERS_PAGES) await expectUsable(page, app.url + path);
  });
});

const GUESTS_PAGES = ['/login', '/register', '/forgot-password'];
const MEMBERS_PAGES = [
  '/',
  '/account',
  '/admin',
  '/admin/audit',
  '/verify-email?token=x',
  '/reset-password?token=x',
  '/nowhere',
];

async function register(page: Page, url: string, name: string): Promise<void> {
  await page.goto(`${url}/register`);
  await page.locator('[name=username]').fill(name);
  await page.locator('[name=password]').fill(PASSWORD);
  await page.locator('[name=email]').fill(`${name}@example.com`);
  await page.locator('form button[type=submit]').click();
  await page.waitForURL(`${url}/`);
}

async function tabTo(page: Page, label: string): Promise<void> {
  const target = page.getByLabel(label, { exact: true });
  for (let count = 0; count < 20; count++) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((it) => it === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${label}`);
}

async function expectUsable(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('h1').waitFor();
  await page.evaluate(axe.source);
  for (const other of [/한국어/, /English/]) {
    await page.locator('.skeleton').waitFor({ state: 'detached' });
    expect([url, await faultsOf(page)]).toEqual([url, []]);
    await page.getByRole('button', { name: other }).click();
  }
}

async function faultsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe: injected } = globalThis as unknown as { axe: typeof axe };
    const { violations } = await injected.run({ resultTypes: ['violations'] });
    const { scrollWidth } = document.documentElement;
    return [
      ...violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ...(scrollWidth > innerWidth ? [`${scrollWidth} px wide`] : []),
    ];
  });
}
