import { describeInBrowser } from './support/browser.js';
import {
  borrowWebApp,
  createAccount,
  PASSWORD,
  seeLoggedIn,
  seeLoginPage,
  type WebApp,
} from './support/web-app.js';

describeInBrowser('the demo app, in a real browser', () => {
  let app: WebApp;
  beforeAll(async () => {
    app = await borrowWebApp();
  });
  afterEach(() => app.endVisits());

  it('never leads to another site after a login', async () => {
    const page = await app.visitAs('led-astray');
    for (const elsewhere of ['//evil.example', 'https://evil.example/x']) {
      await page.goto(`${app.url}/login?returnTo=${elsewhere}`);
      await seeLoggedIn(page, 'led-astray');
      expect(page.url()).toBe(`${app.url}/`);
    }
  });

  it('leads home from links to the pages of guests, whatever they say comes after the login', async () => {
    const page = await app.visitAs('going-round');
    for (const path of [
      '/login?returnTo=/login',
      '/login?returnTo=/register',
      '/register?returnTo=/login?returnTo=/register',
    ]) {
      await page.goto(app.url + path);
      await seeLoggedIn(page, 'going-round');
      expect(page.url()).toBe(`${app.url}/`);
    }
  });

  it('stands whatever a link says went wrong at Kakao', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/login?error=constructor`);
    await page.getByText('The login did not work').waitFor();
  });

  it('says so when an answer is not the server’s, and lets one try again', async () => {
    const page = await app.visitAs('portal');
    await page.route('**/api/users/me', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<html>' }),
    );
    const ask = page.getByRole('button', { name: 'Ask who I am' });
    await ask.click();
    await page.getByText('The server does not answer').waitFor();
    expect(await ask.isEnabled()).toBe(true);
  });

  it('says what went wrong in Korean, though it was not the server who said it', async () => {
    const page = await app.visit({ locale: 'ko-KR' });
    await page.goto(`${app.url}/login`);
    let body = '<html>Bad Gateway</html>';
    await page.route('**/api/auth/login', (route) =>
      route.fulfill({ status: 502, body }),
    );
    const press = () =>
      page.getByRole('button', { name: '로그인', exact: true }).click();
    await press();
    await page.getByText('서버에 문제가 있습니다').waitFor();
    body = '{"code":"session_revoked"}';
    await press();
    await page.getByText('로그인이 끝났습니다').waitFor();
  });

  it('sends a form once, however often it is pressed', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/login`);
    let sent = 0;
    await page.route('**/api/auth/login', async (route) => {
      sent++;
      await route.continue();
    });
    await page.getByLabel('Username or e-mail').fill('nobody-here');
    await page.getByLabel('Password', { exact: true }).fill('wrong');
    await page
      .getByRole('button', { name: 'Log in' })
      .evaluate((button: HTMLButtonElement) => {
        for (let count = 0; count < 5; count++) button.click();
      });
    const alert = page.getByText('The username or password is wrong.');
    await alert.waitFor();
    expect(sent).toBe(1);
  });

  it('logs in with Kakao, and says so when somebody cancels there', async () => {
    const page = await app.visit();
    await page.goto(`${app.url}/account`);
    await page.getByRole('button', { name: 'Login with Kakao' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByText('You cancelled the login at Kakao.').waitFor();
    expect(page.url()).toBe(`${app.url}/login?returnTo=%2Faccount`);
    await page.getByRole('button', { name: 'Login with Kakao' }).click();
    await page.locator('[data-person="minsu"]').click();
    await page.waitForURL(`${app.url}/account`);
    await page.getByText('You can log in with Kakao.').waitFor();
    await page.getByText('You have no password yet').waitFor();
  });

  it('links Kakao to an account and unlinks it', async () => {
    const page = await app.visitAs('linking', '/account');
    await page.getByRole('button', { name: 'Link Kakao' }).click();
    await page.locator('[data-person="emoji"]').click();
    await page.waitForURL(`${app.url}/account`);
    await page.getByRole('button', { name: 'Unlink Kakao' }).click();
    await page
      .getByRole('button', { name: 'Link Kakao', exact: true })
      .waitFor();
  });

  it('takes the token of a mail out of the address, and acts on it only when asked to', async () => {
    const page = await app.visit();
    const posts: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST')
        posts.push(new URL(request.url()).pathname);
    });
    for (const path of ['/verify-email', '/reset-password']) {
      await page.goto(`${app.url}${path}?token=of-a-mail`);
      await page.locator('form').waitFor();
      expect(page.url()).toBe(app.url + path);
      expect(await page.content()).not.toContain('of-a-mail');
    }
    expect(new Set(posts)).toEqual(new Set(['/api/auth/refresh']));
  });

  it('lists the devices one is logged in on, and ends the others', async () => {
    const page = await app.visitAs('two-devices');
    const other = await app.visit({
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Safari/604.1',
    });
    await other.goto(`${app.url}/login`);
    await other.getByLabel('Username or e-mail').fill('two-devices');
    await other.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await other.getByRole('button', { name: 'Log in' }).click();
    await seeLoggedIn(other, 'two-devices');
    await page.goto(`${app.url}/account`);
    await page.getByText('Safari · iPhone').waitFor();
    await page.getByRole('button', { name: 'Log out all others' }).click();
    await page.getByText('Safari · iPhone').waitFor({ state: 'detached' });
    await other.getByRole('button', { name: 'Ask who I am' }).click();
    await seeLoginPage(other);
  });

  it('becomes the page of another user who logs in in another tab, with nothing of the one before', async () => {
    const page = await app.visitAs('former', '/account');
    const current = page.getByLabel('Current password').first();
    await current.fill('typed by the former');
    const other = await page.context().newPage();
    await other.goto(app.url);
    // A refresh under way would answer after the login, which waits for no page's turn, and bring the former's cookie back.
    await seeLoggedIn(other, 'former');
    await createAccount(other, 'latter', app.url);
    await other.reload();
    await seeLoggedIn(other, 'latter');
    const nickname = page.getByLabel('Nickname');
    await expect.poll(() => nickname.inputValue()).toBe('latter');
    expect(await current.inputValue()).toBe('');
  });

  it('deletes an account for who knows its password', async () => {
    const page = await app.visitAs('leaving-for-good', '/account');
    await page.getByText('Delete the account and everything').click();
    const section = page.getByRole('region', { name: 'Delete account' });
    const password = section.getByLabel('Current password', { exact: true });
    const press = () =>
      section.getByRole('button', { name: 'Delete my account' }).click();
    await password.fill('not this one');
    await press();
    await section.getByText('The current password is wrong.').waitFor();
    await password.fill(PASSWORD);
    await press();
    await seeLoginPage(page);
    expect(await page.context().cookies()).toEqual([]);
  });

  it('answers any path but those of the server with its page, to be asked for anew each time', async () => {
    for (const path of ['/', '/account', '/reset-password?token=x', '/a/b']) {
      const { status, headers } = await fetch(app.url + path);
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-cache');
      expect(headers.get('content-security-policy')).toMatch(
        /default-src 'self'/,
      );
    }
    for (const path of [
      '/api',
      '/api/x',
      '/%61pi/x',
      '/dev/x',
      '/health/x',
      '/metrics/x',
      '/socket.io/?EIO=4',
      '/.well-known/x',
      '/assets/x',
    ]) {
      const { status, headers } = await fetch(app.url + path);
      expect([path, status]).toEqual([path, 404]);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
    }
    const page = await (await fetch(app.url)).text();
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(page)![1]!;
    const { headers } = await fetch(app.url + script);
    expect(headers.get('cache-control')).toBe(
      'public, max-age=31536000, immutable',
    );
  });
});
