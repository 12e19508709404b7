import type { Page } from 'playwright-core';
import { describeInBrowser } from './support/browser.js';
import {
  borrowWebApp,
  PASSWORD,
  seeLoggedIn,
  seeLoginPage,
  type WebApp,
} from './support/web-app.js';

describeInBrowser('the pages that mails lead to, in a real browser', () => {
  let app: WebApp;
  beforeAll(async () => {
    app = await borrowWebApp();
  });
  afterEach(() => app.endVisits());

  it('an address is changed, confirmed by its mail, and brings a forgotten password back', async () => {
    const page = await app.visitAs('forgetful', '/account');
    await page.getByText('No address yet.').waitFor();
    await page.getByLabel('New address').fill('forgetful@example.com');
    await page.getByRole('button', { name: 'Change address' }).click();
    await page.getByText('We sent a link to the new address.').waitFor();
    await page.getByText('not confirmed').waitFor();

    await page.goto(await linkMailedTo('forgetful@example.com', 1));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('Your address is confirmed.').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Account' }).click();
    await page.getByText('confirmed', { exact: true }).waitFor();

    const other = await app.visit();
    await other.goto(`${app.url}/forgot-password`);
    await other.getByLabel('E-mail').fill('forgetful@example.com');
    await other.getByRole('button', { name: 'Send the link' }).click();
    await other.getByText('the mail is on its way').waitFor();
    await other.goto(await linkMailedTo('forgetful@example.com', 2));
    await setPassword(other, 'qwerty12');
    await other.getByText('too easy to guess').waitFor();
    await setPassword(other, 'rain on a tin roof');
    await other.getByText('logged out everywhere').waitFor();
    await page.getByRole('link', { name: '문지기 Munjigi' }).click();
    await page.getByRole('button', { name: 'Ask who I am' }).click();
    await seeLoginPage(page);

    await other.getByRole('main').getByRole('link', { name: 'Log in' }).click();
    await other.getByLabel('Username or e-mail').fill('forgetful@example.com');
    await other
      .getByLabel('Password', { exact: true })
      .fill('rain on a tin roof');
    await other.getByRole('button', { name: 'Log in' }).click();
    await seeLoggedIn(other, 'forgetful');
  });

  it("a new password for one person's account leaves another one logged in", async () => {
    const owner = await app.visitAs('resetting', '/account');
    await owner.getByLabel('New address').fill('resetting@example.com');
    await owner.getByRole('button', { name: 'Change address' }).click();
    await owner.goto(await linkMailedTo('resetting@example.com', 1));
    await owner.getByRole('button', { name: 'Confirm' }).click();
    await owner.getByText('Your address is confirmed.').waitFor();
    await owner.goto(`${app.url}/forgot-password`);
    await owner.getByLabel('E-mail').fill('resetting@example.com');
    await owner.getByRole('button', { name: 'Send the link' }).click();

    const page = await app.visitAs('another');
    await page.goto(await linkMailedTo('resetting@example.com', 2));
    await page.route('**/api/users/me', (route) => route.abort());
    await setPassword(page, 'rain on a tin roof');
    await page.getByText('logged out everywhere').waitFor();
    await page.getByRole('link', { name: '문지기 Munjigi' }).click();
    await seeLoggedIn(page, 'another');
  });

  it('a link that was used says so', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/verify-email?token=not-one-of-ours`);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await page.getByText('This link is not valid any more.').waitFor();
  });

  it('nickname and password are changed, and the mail is sent again', async () => {
    const page = await app.visitAs('changing', '/account');
    await page.getByLabel('Nickname').fill('  ');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('takes 1 to 50 characters').waitFor();
    await page.getByLabel('Nickname').fill('바뀐 이름');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    expect(await page.getByLabel('Nickname').inputValue()).toBe('바뀐 이름');

    await page.getByLabel('New address').fill('changing@example.com');
    await page.getByRole('button', { name: 'Change address' }).click();
    await page.getByRole('button', { name: 'Send the mail again' }).click();
    await page.getByText('The mail is on its way.').waitFor();
    await linkMailedTo('changing@example.com', 2);

    const password = page.getByRole('region', { name: 'Password' });
    const current = password.getByLabel('Current password', { exact: true });
    await current.fill('not this one');
    await setPassword(page, 'rain on a tin roof');
    await password.getByText('The current password is wrong.').waitFor();
    await current.fill(PASSWORD);
    await setPassword(page, 'rain on a tin roof');
    await password.getByText('Saved.').waitFor();
    await page.goto(app.url);
    await seeLoggedIn(page, '바뀐 이름');
  });

  /** The link of the newest mail to an address, once there are `count` of them. */
  async function linkMailedTo(address: string, count: number): Promise<string> {
    return vi.waitFor(
      async () => {
        const response = await fetch(`${app.url}/dev/mail.json`);
        const mails = (await response.json()) as { to: string; text: string }[];
        const own = mails.filter(({ to }) => to === address);
        expect(own).toHaveLength(count);
        return /https?:\/\/\S+\?token=\S+/.exec(own[0]!.text)![0];
      },
      { timeout: 10_000, interval: 200 },
    );
  }
});

async function setPassword(page: Page, password: string): Promise<void> {
  await page.getByLabel('New password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
}
