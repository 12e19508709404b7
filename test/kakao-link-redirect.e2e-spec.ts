import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  departToLink,
  expectFailure,
  linkByRedirect,
  logInByRedirect,
  parameter,
  stateCookies,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const AUTHORIZE = '/api/auth/kakao/link/authorize';
const HOME = 'http://localhost:3000/';
const ACCOUNT = `${HOME}account`;

describe('linking Kakao by redirect', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  let person: TestClient;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(async () => {
    kakao.reset();
    await query(server.databaseUrl, 'DELETE FROM users');
    person = await registered();
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it('answers where to go, and leaves a state with the browser', async () => {
    const answer = await person.post(AUTHORIZE, { returnTo: '/account' });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ authorizeUrl: expect.any(String) });
    const { authorizeUrl } = answer.body;
    expect(authorizeUrl).toContain(`${kakao.baseUrl}/oauth/authorize?`);
    expect(parameter(authorizeUrl, 'code_challenge_method')).toBe('S256');
    expect(parameter(authorizeUrl, 'redirect_uri')).toBe(
      `${HOME}api/auth/kakao/callback`,
    );
    const lines = answer.headers.getSetCookie();
    expect(lines).toHaveLength(1);
    const [pair, ...attributes] = lines[0]!.split('; ');
    const state = parameter(authorizeUrl, 'state');
    expect(pair!.split('=')[0]).toBe(`oauth_state_${state}`);
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      'Max-Age=600',
      'Path=/',
      'SameSite=Lax',
    ]);
  });

  it('adds Kakao to the account, and begins no session', async () => {
    const before = (await person.me()).body;
    const { refreshToken } = person;
    const { status, location, refreshCookie } = await linkByRedirect(
      person,
      'minsu',
      '/account?tab=logins',
    );
    expect([status, location, refreshCookie]).toEqual([
      302,
      `${ACCOUNT}?tab=logins`,
      undefined,
    ]);
    expect(person.refreshToken).toBe(refreshToken);
    expect(stateCookies(person)).toEqual([]);
    const after = (await person.me()).body;
    expect(after).toEqual({ ...before, providers: ['local', 'kakao'] });
    const sessions = await person.send('/api/auth/sessions');
    expect(sessions.body).toHaveLength(1);
  });

  it('lets its person log in with Kakao into the same account', async () => {
    await linkByRedirect(person, 'minsu');
    const elsewhere = server.client();
    await logInByRedirect(elsewhere, 'minsu');
    const { user } = (await elsewhere.refresh()).body;
    expect(user.id).toBe((await person.me()).body.id);
    expect(user.providers).toEqual(['local', 'kakao']);
  });

  it('ends where it always does when the two are linked already', async () => {
    await linkByRedirect(person, 'minsu');
    const { location } = await linkByRedirect(person, 'minsu');
    expect(location).toBe(ACCOUNT);
  });

  it('ends on WEB_URL unless told otherwise', async () => {
    const answer = await person.post(AUTHORIZE, {});
    const callback = await consent(answer.body.authorizeUrl, 'minsu');
    expect((await arrive(person, callback)).location).toBe(HOME);
  });

  it('does not take the identity of somebody else', async () => {
    const owner = await registered();
    await linkByRedirect(owner, 'minsu');
    expectFailure(
      await linkByRedirect(person, 'minsu'),
      `${ACCOUNT}?error=identity_taken`,
    );
    expect(await providers(person)).toEqual(['local']);
    expect(await providers(owner)).toEqual(['local', 'kakao']);
  });

  it('does not put a second person of Kakao into one account', async () => {
    await linkByRedirect(person, 'minsu');
    expectFailure(
      await linkByRedirect(person, 'no-email'),
      `${ACCOUNT}?error=identity_taken`,
    );
    const elsewhere = server.client();
    await logInByRedirect(elsewhere, 'no-email');
    expect((await elsewhere.refresh()).body.user.providers).toEqual(['kakao']);
  });

  it('gives an identity to one of two who ask at the same time', async () => {
    const other = await registered();
    const both = [person, other];
    const callbacks = await Promise.all(
      both.map(async (one) => consent(await departToLink(one), 'minsu')),
    );
    const arrivals = await Promise.all(
      both.map((one, index) => arrive(one, callbacks[index]!)),
    );
    expect(arrivals.map(({ location }) => location).sort()).toEqual([
      ACCOUNT,
      `${ACCOUNT}?error=identity_taken`,
    ]);
  });

  it('is not what a login does, even in a browser that is logged in', async () => {
    const { location, refreshCookie } = await logInByRedirect(
      person.copy(),
      'minsu',
    );
    expect(location).toBe(HOME);
    expect(refreshCookie).toBeDefined();
    expect(await providers(person)).toEqual(['local']);
  });

  it('is not begun without a session, nor for another site', async () => {
    const { cookies } = person;
    const anonymous = Object.assign(person.copy(), { accessToken: undefined });
    const refused = await anonymous.post(AUTHORIZE, { returnTo: '/' });
    expect([refused.status, refused.body.code]).toEqual([
      401,
      'access_token_missing',
    ]);
    const origin = 'https://evil.example';
    const foreign = await person.post(AUTHORIZE, { returnTo: '/' }, { origin });
    expect([foreign.status, foreign.body.code]).toEqual([
      403,
      'origin_not_allowed',
    ]);
    expect(stateCookies(anonymous)).toEqual([]);
    expect(person.cookies).toEqual(cookies);
  });

  async function registered(): Promise<TestClient> {
    const client = server.client();
    await client.register();
    return client;
  }

  async function providers(client: TestClient): Promise<string[]> {
    return (await client.me()).body.providers;
  }
});
