import { describeInBrowser } from './support/browser.js';
import {
  borrowKakaoInBrowser,
  type KakaoInBrowser,
} from './support/kakao-in-browser.js';

describeInBrowser('Kakao in a real browser', () => {
  let site: KakaoInBrowser;
  beforeAll(async () => {
    site = await borrowKakaoInBrowser();
  });
  afterEach(() => site.endVisits());

  it('a click on a person logs in and leads back to returnTo, where a refresh gives the user', async () => {
    const minsu = await site.logInAs('minsu');
    const { status, body } = await minsu.call('POST', '/api/auth/refresh');
    expect(status).toBe(200);
    expect(body.user).toMatchObject({
      nickname: '김민수',
      username: null,
      providers: ['kakao'],
    });
    const me = await minsu.call('GET', '/api/users/me');
    expect(me.body).toEqual(body.user);
  });

  it('a reload keeps the login, and so does going back, which uses the state again', async () => {
    const person = await site.logInAs('no-email');
    await person.page.reload();
    expect((await person.call('POST', '/api/auth/refresh')).status).toBe(200);
    await person.page.goBack();
    await person.choose('no-email');
    await person.page.waitForURL(`${site.frontEnd}/?error=oauth_state_invalid`);
    expect((await person.call('POST', '/api/auth/refresh')).status).toBe(200);
  });

  it('no token, code, state or secret gets into an address of the front end, a Referer or document.cookie', async () => {
    const someone = await site.logInAs('minsu');
    const beforeRefresh = await someone.context.cookies();
    expect((await someone.call('POST', '/api/auth/refresh')).status).toBe(200);
    const cookies = [...beforeRefresh, ...(await someone.context.cookies())];
    const parameters = someone.addresses
      .filter((address) => !someone.isOurs(address))
      .flatMap((address) => [...new URL(address).searchParams]);
    const secrets = parameters
      .filter(([name]) => ['code', 'state', 'nonce'].includes(name))
      .map(([, value]) => value)
      .concat(
        cookies.map(({ value }) => value),
        someone.accessToken!,
      );
    expect(parameters.map(([name]) => name)).toContain('code');
    expect(new Set(secrets).size).toBeGreaterThanOrEqual(6);
    const referers = await someone.allReferers();
    expect(referers).toContain(`${site.frontEnd}/`);
    const seen = [
      ...someone.addresses.filter((one) => someone.isOurs(one)),
      ...referers,
    ];
    expect(new Set(seen)).toEqual(
      new Set([
        `${site.frontEnd}/`,
        site.welcome.replace('#top', ''),
        site.welcome,
      ]),
    );
    for (const secret of secrets) expect(seen.join('\n')).not.toContain(secret);
    expect(await someone.documentCookie()).toBe('');
    expect(cookies.map(({ name }) => name)).not.toContainEqual(
      expect.stringContaining('state'),
    );
    expect(
      cookies.filter(({ name }) => name === 'refresh_token'),
    ).toContainEqual(
      expect.objectContaining({ httpOnly: true, sameSite: 'Strict' }),
    );
  });

  it('Cancel leads back with access_denied and no login', async () => {
    const someone = await site.visit();
    await someone.goToKakao();
    await someone.page.getByRole('link', { name: 'Cancel' }).click();
    await someone.page.waitForURL(
      `${site.frontEnd}/welcome?tab=1&error=access_denied#top`,
    );
    const { status, body } = await someone.call('POST', '/api/auth/refresh');
    expect([status, body.code]).toEqual([401, 'refresh_token_missing']);
    expect(await someone.context.cookies()).toEqual([]);
  });

  it('another person in another browser is another user, and the same person the same', async () => {
    const people = ['big-id', 'bigger-id', 'big-id'];
    const ids: string[] = [];
    for (const name of people) {
      const person = await site.logInAs(name);
      const { body } = await person.call('POST', '/api/auth/refresh');
      ids.push(body.user.id);
    }
    expect(ids[2]).toBe(ids[0]);
    expect(ids[1]).not.toBe(ids[0]);
  });

  it('an account with a password links Kakao by redirect, and unlinks it here and at Kakao', async () => {
    const someone = await site.visit();
    await someone.page.goto(`${site.frontEnd}/account`);
    const password = 'correct horse battery';
    const account = { username: 'linking-person', password };
    const registered = await someone.call(
      'POST',
      '/api/auth/register',
      account,
    );
    expect(registered.status).toBe(201);
    const authorizeUrl = async (): Promise<string> => {
      const { status, body } = await someone.call(
        'POST',
        '/api/auth/kakao/link/authorize',
        { returnTo: `${site.frontEnd}/account` },
      );
      expect(status).toBe(200);
      return body.authorizeUrl;
    };
    await someone.page.goto(await authorizeUrl());
    await someone.waitForKakao();
    await someone.choose('emoji');
    await someone.page.waitForURL(`${site.frontEnd}/account`);
    const linked = await someone.call('POST', '/api/auth/refresh');
    expect(linked.body.user).toMatchObject({
      id: registered.body.user.id,
      nickname: 'linking-person',
      providers: ['local', 'kakao'],
    });

    const unlinked = await someone.call('DELETE', '/api/auth/kakao/link');
    expect(unlinked.status).toBe(204);
    const me = await someone.call('GET', '/api/users/me');
    expect(me.body.providers).toEqual(['local']);
    // Without a page Kakao answers only for whom it knows to be linked.
    const again = await authorizeUrl();
    await someone.page.goto(`${again}&prompt=none`);
    await someone.page.waitForURL(
      `${site.frontEnd}/account?error=kakao_rejected`,
    );
  });
});
