import { describeInBrowser } from './support/browser.js';
import {
  seeLoginPage,
  type StartedWebApp,
  startWebApp,
} from './support/web-app.js';

describeInBrowser('the pages of administrators, in a real browser', () => {
  let app: StartedWebApp;
  beforeAll(async () => {
    // One of its own: everybody is on these pages, and everything that anybody did.
    app = await startWebApp();
  });
  afterEach(() => app.endVisits());
  afterAll(() => app?.close());

  it('shows the admin page to administrators, also after a reload, and to nobody else', async () => {
    const page = await app.visitAs('the-admin', '/admin');
    await page
      .getByRole('heading', { name: 'There is no such page' })
      .waitFor();
    await app.grantAdmin('the-admin');
    for (let count = 0; count < 2; count++) {
      await page.reload();
      await page.getByRole('heading', { name: 'Users', level: 1 }).waitFor();
      expect(page.url()).toBe(`${app.url}/admin`);
    }
  });

  it('lets administrators find, disable, promote, log out and delete people, and shows what they did', async () => {
    const person = await app.visitAs('managed-person');
    const page = await app.visitAs('manager');
    await app.grantAdmin('manager');
    await page.goto(`${app.url}/admin`);
    await page.getByLabel('Name, e-mail or id').fill('MANAGED');
    await page.keyboard.press('Enter');
    const found = page
      .getByRole('listitem')
      .filter({ hasText: 'managed-person' });
    await found.getByText('1 session').waitFor();
    expect(await page.getByRole('listitem').count()).toBe(1);
    await found.getByRole('button', { name: 'Make admin' }).click();
    await found.getByText('admin', { exact: true }).waitFor();
    await found.getByRole('button', { name: 'Make user' }).click();
    await found.getByRole('button', { name: 'Make admin' }).waitFor();
    await found.getByRole('button', { name: 'Log out' }).click();
    await found.getByText('0 sessions').waitFor();
    await person.getByRole('button', { name: 'Ask who I am' }).click();
    await seeLoginPage(person);
    await found.getByRole('button', { name: 'Disable' }).click();
    await found.getByText('disabled').waitFor();
    await found.getByRole('button', { name: 'Delete' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await found.getByRole('button', { name: 'Delete' }).click();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('Nobody found.').waitFor();
    await page.getByRole('link', { name: 'Audit log' }).click();
    await page.getByText('Account deleted').waitFor();
    await page.getByText('user → admin').first().waitFor();
  });
});
