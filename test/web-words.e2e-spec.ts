import { describeInBrowser } from './support/browser.js';
import {
  borrowWebApp,
  PASSWORD,
  seeLoggedIn,
  seeLoginPage,
  type WebApp,
} from './support/web-app.js';

describeInBrowser('what the demo app says, in a real browser', () => {
  let app: WebApp;
  beforeAll(async () => {
    app = await borrowWebApp();
  });
  afterEach(() => app.endVisits());

  it.each([
    ['/verify-email', '**/api/auth/email/verify', 'Confirm', 'is confirmed'],
    ['/reset-password', '**/password/reset', 'Set password', 'password is set'],
  ])(
    '%s ends with its success, and after a reload says what there is to do',
    async (path, route, button, done) => {
      const page = await app.visit();
      await page.route(route, (it) => it.fulfill({ status: 204 }));
      await page.goto(`${app.url}${path}?token=x`);
      await page.getByRole('button', { name: button }).click();
      await page.getByText(done).waitFor();
      expect(await page.locator('form').count()).toBe(0);
      await page.reload();
      await page.getByText('If it has worked already').waitFor();
    },
  );

  it('says at the login page how the login ended', async () => {
    const page = await app.visitAs('farewell');
    const again = async () => {
      await page.getByLabel('Username or e-mail').fill('farewell');
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Log in' }).click();
      await seeLoggedIn(page, 'farewell');
    };
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.getByText('You are logged out.').waitFor();
    await again();
    await page.request.post(`${app.url}/api/auth/logout`);
    await page.getByRole('button', { name: 'Ask who I am' }).click();
    await page.getByText('Your login was ended elsewhere').waitFor();
    await again();
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByText('Delete the account and everything').click();
    const section = page.getByRole('region', { name: 'Delete account' });
    await section.getByLabel('Current password', { exact: true }).fill('wrong');
    const press = section.getByRole('button', { name: 'Delete my account' });
    await press.click();
    await section.getByText('The current password is wrong.').waitFor();
    await section
      .getByLabel('Current password', { exact: true })
      .fill(PASSWORD);
    await press.click();
    await page.getByText('Your account is deleted.').waitFor();
    await page.reload();
    await seeLoginPage(page);
    expect(await page.locator('.notice').count()).toBe(0);
  });

  it('claims no deletion of an account whose login had ended before', async () => {
    const page = await app.visitAs('not-deleted');
    await page.getByRole('link', { name: 'Account' }).click();
    await page.getByText('Delete the account and everything').click();
    const section = page.getByRole('region', { name: 'Delete account' });
    await section
      .getByLabel('Current password', { exact: true })
      .fill(PASSWORD);
    await page.request.post(`${app.url}/api/auth/logout`);
    await section.getByRole('button', { name: 'Delete my account' }).click();
    await page.getByText('Your login was ended elsewhere').waitFor();
  });

  it('says of a short password together with the other fields', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/register`);
    const password = page.getByLabel('Password', { exact: true });
    await page.getByLabel('Username').fill('x');
    await password.fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await page.getByText('This is too short.').waitFor();
    expect(await page.getByText('3 to 30 letters').count()).toBe(1);
    expect(await password.getAttribute('aria-invalid')).toBe('true');
    await page.getByLabel('Username').fill('not-too-short');
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect.poll(() => page.getByText('3 to 30').count()).toBe(1);
    await page.getByText('This is too short.').waitFor();
  });

  it('confirms that Kakao is linked, and that it is not any more', async () => {
    const page = await app.visitAs('hearing-of-links');
    await page.getByRole('link', { name: 'Account' }).click();
    const section = page.getByRole('region', { name: 'Kakao' });
    await section.getByRole('button', { name: 'Link Kakao' }).click();
    await page.locator('[data-person="big-id"]').click();
    await section.getByText('Kakao is linked.').waitFor();
    await page.waitForURL(`${app.url}/account`);
    await section.getByRole('button', { name: 'Unlink Kakao' }).click();
    await section.getByText('Kakao is unlinked.').waitFor();
    await section.getByRole('button', { name: 'Link Kakao' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByText('You cancelled the login at Kakao.').waitFor();
    expect(await page.getByText('Kakao is linked.').count()).toBe(0);
  });

  it('takes back that a logout did not reach the server once there is a network', async () => {
    const page = await app.visitAs('cut-off');
    const context = page.context();
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    const alert = page.getByText('The server does not answer.');
    await alert.waitFor();
    await context.setOffline(false);
    await alert.waitFor({ state: 'detached' });
  });

  it('breaks no button on a small phone', async () => {
    const page = await app.visitAs('small-phone');
    await page.setViewportSize({ width: 360, height: 740 });
    const device = {
      id: 'one',
      current: false,
      lastUsedAt: new Date().toISOString(),
      userAgent: `Mozilla/5.0 (a-long-name-of-a-browser-that-nobody-knows)`,
      ip: '2001:db8:1111:2222:3333:4444:5555:6666',
    };
    await page.route('**/api/auth/sessions', (route) =>
      route.fulfill({ json: [device] }),
    );
    await page.goto(`${app.url}/account`);
    for (const other of ['한국어', 'English']) {
      const button = page.locator('.list li .button');
      const { height } = (await button.boundingBox())!;
      expect(height).toBeLessThan(50);
      await page.getByRole('button', { name: other }).click();
    }
  });
});
