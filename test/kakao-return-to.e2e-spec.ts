import {
  KakaoBrowser,
  type KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { arrive, depart } from './support/kakao-redirect.js';
import {
  ALLOWED_WISHES,
  ODD_PATHS,
  OPEN_REDIRECTS,
  WEB,
} from './support/return-to.js';
import type { TestServer } from './support/server.js';

describe('where a Kakao login ends', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao({
      WEB_URL: WEB,
      FRONTEND_ORIGINS: 'http://localhost:5173',
    });
    ({ server, kakao } = running);
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it.each(OPEN_REDIRECTS)('is not %j', async (wish) => {
    await expectRefused(`returnTo=${encodeURIComponent(wish)}`);
  });

  it('is none of these for a linking either', async () => {
    const person = server.client();
    await person.register();
    const { cookies } = person.copy();
    const path = '/api/auth/kakao/link/authorize';
    for (const returnTo of OPEN_REDIRECTS) {
      const { status, body } = await person.post(path, { returnTo });
      expect([status, body.code], returnTo).toEqual([
        400,
        'redirect_not_allowed',
      ]);
    }
    expect(person.cookies).toEqual(cookies);
  });

  it.each([
    'returnTo=/&returnTo=https://evil.example',
    'returnTo=https://evil.example&returnTo=/',
    'returnTo=/&returnTo=/',
    'returnTo=//evil.example',
    'returnTo=%2F%2Fevil.example',
    'returnTo=%252F%252Fevil.example',
    'returnTo=/%09/evil.example',
    'returnTo=/%0d%0aSet-Cookie:a=b',
    'returnTo=%00/',
    'returnTo=',
    'returnTo',
  ])('is not what the query ?%s says', async (search) => {
    await expectRefused(search);
  });

  it.each(['returnto', 'return_to', 'redirect', 'redirect_uri', 'returnTo[]'])(
    'is not for a parameter called %s to say',
    async (name) => {
      const location = await landing(`?${name}=https://evil.example`);
      expect(location).toBe(`${WEB}/`);
    },
  );

  it.each(ALLOWED_WISHES)(
    'is, when it is to be %j, exactly %s',
    async (wish, end) => {
      const query =
        wish === undefined ? '' : `?returnTo=${encodeURIComponent(wish)}`;
      expect(await landing(query)).toBe(end);
    },
  );

  it.each(ODD_PATHS)('stays on our own origin with %j', async (wish) => {
    const query = `?returnTo=${encodeURIComponent(wish)}`;
    const location = await landing(query);
    expect(location).toMatch(/^https:\/\/app\.munjigi\.test\//);
    expect(new URL(location).origin).toBe(WEB);
    expect(new URL(location).username).toBe('');
  });

  it('is not changed by the callback', async () => {
    const person = server.client();
    const browser = new KakaoBrowser();
    const callback = await browser.logIn(
      await depart(person, '/home'),
      'minsu',
    );
    const evil = encodeURIComponent('https://evil.example/');
    const { location } = await arrive(person, `${callback}&returnTo=${evil}`);
    expect(location).toBe(`${WEB}/home`);
  });

  async function expectRefused(search: string): Promise<void> {
    const person = server.client();
    const answer = await person.send(`/api/auth/kakao?${search}`);
    expect([answer.status, answer.body?.code]).toEqual([
      400,
      'redirect_not_allowed',
    ]);
    expect(answer.headers.get('location')).toBeNull();
    expect(answer.headers.getSetCookie()).toEqual([]);
  }

  /** Where a browser ends up that begins a login with this query. */
  async function landing(query: string): Promise<string> {
    const person = server.client();
    const { headers } = await person.send(`/api/auth/kakao${query}`);
    const browser = new KakaoBrowser();
    const callback = await browser.logIn(headers.get('location')!, 'minsu');
    const { location, refreshCookie } = await arrive(person, callback);
    expect(refreshCookie).toBeDefined();
    return location;
  }
});
