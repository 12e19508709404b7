import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  expectFailure,
  linkByRedirect,
  logInByRedirect,
  parameter,
  start,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';

const API = 'https://api.munjigi.test';
const COOKIE =
  /^(__Host-(?:oauth_state_[\w-]{22}|refresh_token))=([^;]*)((?:; [^;]+)*)$/;

describe('a Kakao login over https', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao({ PUBLIC_URL: API });
    ({ server, kakao } = running);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it('has cookies that are Secure and no sub-domain can plant', async () => {
    const person = server.client();
    const begun = await start(person);
    const callback = await consent(begun.headers.get('location')!, 'minsu');
    const arrival = await arrive(person, callback);
    const lines = [...begun.headers.getSetCookie(), ...arrival.setCookie];
    expect(lines.map((line) => COOKIE.exec(line)?.[1])).toEqual([
      `__Host-oauth_state_${parameter(callback, 'state')}`,
      '__Host-refresh_token',
      `__Host-oauth_state_${parameter(callback, 'state')}`,
    ]);
    for (const line of lines) {
      const attributes = COOKIE.exec(line)![3]!.split('; ').slice(1);
      expect(attributes).toEqual(
        expect.arrayContaining(['HttpOnly', 'Path=/', 'Secure']),
      );
      expect(line).not.toMatch(/domain/i);
    }
    expect(lines[0]).toMatch(/; SameSite=Lax(;|$)/);
    expect(lines[2]).toMatch(/=;.*Max-Age=0/);
    expect(arrival.refreshCookie).toMatch(/; SameSite=Strict(;|$)/);
  });

  it('comes back to PUBLIC_URL', async () => {
    const location = await depart(server.client());
    expect(parameter(location, 'redirect_uri')).toBe(
      `${API}/api/auth/kakao/callback`,
    );
  });

  it('ends on https, with a session that refreshes', async () => {
    const person = server.client();
    const { location } = await logInByRedirect(person, 'minsu', '/welcome');
    expect(location).toBe(`${API}/welcome`);
    expect((await person.refresh()).body.user.providers).toEqual(['kakao']);
  });

  it('takes no state from a cookie without the prefix', async () => {
    const person = server.client();
    const callback = await consent(await depart(person), 'minsu');
    for (const [name, value] of person.copy().cookies) {
      person.cookies.delete(name);
      person.cookies.set(name.replace('__Host-', ''), value);
    }
    expectFailure(
      await arrive(person, callback),
      `${API}/?error=oauth_state_invalid`,
    );
  });

  it('links too', async () => {
    const person = server.client();
    await person.register();
    await linkByRedirect(person, 'no-email');
    expect((await person.me()).body.providers).toEqual(['local', 'kakao']);
  });
});
