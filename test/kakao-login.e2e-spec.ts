import {
  KakaoBrowser,
  type KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  expectFailure,
  logInByRedirect,
  parameter,
  stateCookies,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

describe('logging in with Kakao by redirect', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it('ends where it was to end, with a session the browser alone holds', async () => {
    const person = server.client();
    const { status, location, refreshCookie, headers } = await logInByRedirect(
      person,
      'minsu',
      '/welcome?from=kakao',
    );
    expect(status).toBe(302);
    expect(location).toBe('http://localhost:3000/welcome?from=kakao');
    const [pair, ...attributes] = refreshCookie!.split('; ');
    expect(pair).toMatch(/^refresh_token=[\w-]+\.[\w-]+\.[\w-]+$/);
    const maxAge = attributes.find((one) => one.startsWith('Max-Age='))!;
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      maxAge,
      'Path=/',
      'SameSite=Strict',
    ]);
    const seconds = Number(maxAge.split('=')[1]);
    expect(seconds).toBeGreaterThan(7 * 86_400 - 10);
    expect(seconds).toBeLessThanOrEqual(7 * 86_400);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(stateCookies(person)).toEqual([]);
  });

  it('gives a session that refreshes, and an account that has Kakao alone', async () => {
    const person = server.client();
    await logInByRedirect(person, 'minsu');
    const refreshed = await person.refresh();
    expect(refreshed.status).toBe(200);
    expect(refreshed.body.user).toEqual({
      id: expect.any(String),
      username: null,
      nickname: '김민수',
      email: 'minsu@example.com',
      emailVerified: true,
      role: 'user',
      providers: ['kakao'],
      createdAt: expect.any(String),
    });
    expect((await person.me()).body).toEqual(refreshed.body.user);
  });

  it('is the same account the second time, from any browser', async () => {
    const first = await idAfterLogin('no-email', server.client());
    const second = await idAfterLogin('no-email', server.client());
    expect(second).toBe(first);
  });

  it('is another account for another person, even one whose number is one more', async () => {
    const names = ['no-email', 'big-id', 'bigger-id', 'long-id'];
    const ids: string[] = [];
    for (const name of names)
      ids.push(await idAfterLogin(name, server.client()));
    expect(new Set(ids).size).toBe(names.length);
    const stored = await query<{ provider_user_id: string }>(
      server.databaseUrl,
      `SELECT provider_user_id FROM identities WHERE user_id = ANY($1)`,
      [ids],
    );
    expect(stored.map((row) => row.provider_user_id).sort()).toEqual(
      [
        '2817340952',
        '9007199254740992',
        '9007199254740993',
        '1376016924426111111',
      ].sort(),
    );
  });

  it('takes no address that was not agreed to', async () => {
    const person = server.client();
    const browser = new KakaoBrowser();
    await browser.open(await depart(person));
    await arrive(person, await browser.chooseWithoutEmail('emoji'));
    const { user } = (await person.refresh()).body;
    expect([user.email, user.emailVerified]).toEqual([null, false]);
  });

  it('asks Kakao no more than it must: one code, one profile, the keys once', async () => {
    await logInByRedirect(server.client(), 'minsu');
    const { token, me, jwks } = kakao.calls;
    expect([token, me]).toEqual([1, 1]);
    expect(jwks).toBeLessThanOrEqual(1);
  });

  it('puts nothing secret in an address or a log', async () => {
    const person = server.client();
    const authorizeUrl = await depart(person);
    const [stateCookie] = stateCookies(person).map((name) =>
      person.cookies.get(name)!,
    );
    const callback = await consent(authorizeUrl, 'minsu');
    const { location } = await arrive(person, callback);
    const secrets = [
      parameter(callback, 'code'),
      parameter(callback, 'state'),
      parameter(authorizeUrl, 'nonce'),
      stateCookie!,
      person.refreshToken!,
      kakao.app.clientSecret,
      kakao.app.adminKey,
    ];
    const log = server.log.join('\n');
    expect(log).toContain('/api/auth/kakao/callback');
    for (const secret of secrets) {
      expect(secret.length).toBeGreaterThan(20);
      expect(location).not.toContain(secret);
      expect(log).not.toContain(secret);
    }
    expect(location).toBe('http://localhost:3000/');
  });

  it('is refused to a disabled account, which gets no session', async () => {
    const id = await idAfterLogin('unverified-email', server.client());
    await query(
      server.databaseUrl,
      `UPDATE users SET status = 'disabled' WHERE id = $1`,
      [id],
    );
    const person = server.client();
    expectFailure(
      await logInByRedirect(person, 'unverified-email', '/welcome'),
      'http://localhost:3000/welcome?error=account_disabled',
    );
    expect((await person.refresh()).body.code).toBe('refresh_token_missing');
  });

  it('leaves the session of the browser alone when it fails', async () => {
    const person = server.client();
    await person.register();
    const before = person.refreshToken;
    kakao.setFault('token', '500');
    await logInByRedirect(person, 'minsu');
    expect(person.refreshToken).toBe(before);
    expect((await person.refresh()).status).toBe(200);
  });

  async function idAfterLogin(
    kakaoPerson: string,
    person: TestClient,
  ): Promise<string> {
    await logInByRedirect(person, kakaoPerson);
    return (await person.refresh()).body.user.id;
  }
});
