import {
  KakaoBrowser,
  type KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  departToLink,
  expectFailure,
  parameter,
  start,
  stateCookies,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';

const HOME = 'http://localhost:3000/';
/** RFC 6265 §6.1: what a browser keeps of a cookie at least, and Chrome at most. */
const COOKIE_BYTES = 4_096;
const LONGEST = `/${'a'.repeat(512 - HOME.length)}`;

describe('tabs that log in with Kakao side by side', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(() => {
    kakao.reset();
    server.clock.reset();
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it.each([
    ['the order they began in', [0, 1]],
    ['the other order', [1, 0]],
  ])('both arrive, in %s', async (_, order) => {
    const person = server.client();
    const browser = new KakaoBrowser();
    const away = [await depart(person, '/0'), await depart(person, '/1')];
    const callbacks = [
      await browser.logIn(away[0]!, 'minsu'),
      await browser.logIn(away[1]!, 'minsu'),
    ];
    for (const index of order) {
      const arrival = await arrive(person, callbacks[index]!);
      expect(arrival.location).toBe(`${HOME}${index}`);
      expect(arrival.refreshCookie).toBeDefined();
    }
    expect(stateCookies(person)).toEqual([]);
  });

  it('both arrive when they come back at the same time', async () => {
    const person = server.client();
    const away = await Promise.all([
      depart(person, '/0'),
      depart(person, '/1'),
    ]);
    const callbacks = await Promise.all(
      away.map((url) => consent(url, 'no-account')),
    );
    const arrivals = await Promise.all(
      callbacks.map((url) => arrive(person, url)),
    );
    expect(arrivals.map(({ location }) => location)).toEqual([
      `${HOME}0`,
      `${HOME}1`,
    ]);
    for (const { refreshCookie } of arrivals)
      expect(refreshCookie).toBeDefined();
    expect((await person.refresh()).body.user.providers).toEqual(['kakao']);
  });

  it('leave no more than four states behind, the latest', async () => {
    const person = server.client();
    server.clock.freeze();
    const away: string[] = [];
    for (let tab = 0; tab < 9; tab += 1) {
      away.push(await depart(person, `/${tab}`));
      server.clock.advance(1_000);
    }
    expect(stateCookies(person)).toHaveLength(4);
    const callbacks: string[] = [];
    for (const url of away) callbacks.push(await consent(url, 'minsu'));
    for (const [tab, callback] of callbacks.entries())
      if (tab < 5)
        expectFailure(
          await arrive(person, callback),
          `${HOME}?error=oauth_state_invalid`,
        );
      else
        expect((await arrive(person, callback)).location).toBe(`${HOME}${tab}`);
  });

  it('count together with linkings under way', async () => {
    const person = server.client();
    await person.register();
    for (let tab = 0; tab < 4; tab += 1) {
      await depart(person);
      await departToLink(person);
    }
    expect(stateCookies(person)).toHaveLength(4);
  });

  it('have states thrown away that are over or forged before one that is good', async () => {
    const person = server.client();
    for (let tab = 0; tab < 3; tab += 1) await depart(person);
    for (let planted = 0; planted < 5; planted += 1)
      person.cookies.set(
        `oauth_state_${String(planted).repeat(22)}`,
        'nonsense',
      );
    const before = stateCookies(person).slice(0, 3);
    const url = await depart(person);
    expect(stateCookies(person).sort()).toEqual(
      [...before, `oauth_state_${parameter(url, 'state')}`].sort(),
    );
  });

  it.each([
    'oauth_state_a b',
    'oauth_state_é',
    'oauth_state_',
    'oauth_state_x',
  ])(
    'are not kept from starting by the cookie of somebody else named %j',
    async (name) => {
      const stranger = server.client();
      stranger.cookies.set(name, 'x');
      const { status, headers } = await stranger.send('/api/auth/kakao');
      expect(status).toBe(302);
      expect(headers.getSetCookie()).toHaveLength(1);
    },
  );

  it('have states a browser keeps, and requests a server reads, with the longest addresses', async () => {
    const person = server.client();
    await person.register();
    for (let tab = 0; tab < 6; tab += 1) {
      await start(person, LONGEST);
      await departToLink(person, LONGEST);
    }
    const cookies = stateCookies(person).map(
      (name) => `${name}=${person.cookies.get(name)}`,
    );
    expect(cookies).toHaveLength(4);
    for (const cookie of cookies)
      expect(cookie.length).toBeLessThanOrEqual(COOKIE_BYTES);
    expect((await person.me()).status).toBe(200);
  });

  it.each([
    ['of Korean letters', `/${'한'.repeat(1_000)}`],
    ['of characters that grow in an address', `/?${'"'.repeat(2_000)}`],
    ['one character too long', `${LONGEST}a`],
  ])(
    'cannot leave a state too large for a cookie: a path %s',
    async (_, path) => {
      const answer = await start(server.client(), path);
      expect([answer.status, answer.body?.code]).toEqual([
        400,
        'redirect_not_allowed',
      ]);
      expect(answer.headers.getSetCookie()).toEqual([]);
    },
  );
});
