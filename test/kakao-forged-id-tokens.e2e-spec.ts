import type {
  IdTokenForgery,
  KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  departToLink,
  expectFailure,
  logInByRedirect,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';

const REJECTED = 'http://localhost:3000/welcome?error=kakao_rejected';
const MINUTE_MS = 60_000;

/** What a forger knows: the two apps' keys and the time, in seconds. */
interface Known {
  readonly ours: string;
  readonly theirs: string;
  readonly now: number;
}

/** Forgeries of what comes with the code. */
const FORGERIES: readonly (readonly [
  what: string,
  forge: (known: Known) => IdTokenForgery,
])[] = [
  ['the nonce of another login', () => ({ claims: { nonce: 'x'.repeat(22) } })],
  ['no nonce', () => ({ claims: { nonce: undefined } })],
  ['an empty nonce', () => ({ claims: { nonce: '' } })],
  ['another app as audience', ({ theirs }) => ({ claims: { aud: theirs } })],
  [
    'a list as audience',
    ({ ours, theirs }) => ({ claims: { aud: [ours, theirs] } }),
  ],
  ['no audience', () => ({ claims: { aud: undefined } })],
  ['another issuer', () => ({ claims: { iss: 'https://kauth.kakao.com' } })],
  ['no issuer', () => ({ claims: { iss: undefined } })],
  ['an end 31 seconds ago', ({ now }) => ({ claims: { exp: now - 31 } })],
  ['no end', () => ({ claims: { exp: undefined } })],
  [
    'an end that is a text',
    ({ now }) => ({ claims: { exp: String(now + 600) } }),
  ],
  ['a beginning in an hour', ({ now }) => ({ claims: { iat: now + 3_600 } })],
  ['no beginning', () => ({ claims: { iat: undefined } })],
  ['no validity yet', ({ now }) => ({ claims: { nbf: now + 3_600 } })],
  ['somebody else as subject', () => ({ claims: { sub: '2817340952' } })],
  ['a number as subject', () => ({ claims: { sub: 2_817_340_951 } })],
  ['a padded subject', () => ({ claims: { sub: '02817340951' } })],
  ['no subject', () => ({ claims: { sub: undefined } })],
  ['no signature and alg none', () => ({ signer: 'nobody' })],
  [
    'no signature and alg RS256',
    () => ({ signer: 'nobody', header: { alg: 'RS256' } }),
  ],
  [
    'the public key as HS256 secret',
    () => ({ signer: 'public-key-as-secret' }),
  ],
  [
    'an HMAC that calls itself RS256',
    () => ({ signer: 'public-key-as-secret', header: { alg: 'RS256' } }),
  ],
  ['a signature that calls itself RS512', () => ({ header: { alg: 'RS512' } })],
  ['the signature of a stranger', () => ({ signer: 'stranger' })],
  [
    'a stranger under a name of their own',
    () => ({ signer: 'stranger', header: { kid: 'strangers' } }),
  ],
  ['no name of a key', () => ({ header: { kid: undefined } })],
  ['a critical extension', () => ({ header: { crit: ['b64'], b64: true } })],
];

describe('an id_token that comes with the code', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(async () => {
    kakao.reset();
    await query(server.databaseUrl, 'DELETE FROM users');
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it.each(FORGERIES)(
    'with %s opens nothing and makes nobody',
    async (_, forge) => {
      kakao.forgeIdTokens(forge(known()));
      const person = server.client();
      expectFailure(
        await logInByRedirect(person, 'minsu', '/welcome'),
        REJECTED,
      );
      expect(kakao.calls.token).toBe(1);
      expect((await person.refresh()).body.code).toBe('refresh_token_missing');
      expect(await countUsers()).toBe(0);
    },
  );

  it('with a forgery links nothing', async () => {
    const person = server.client();
    await person.register();
    const callback = await consent(
      await departToLink(person, '/welcome'),
      'minsu',
    );
    kakao.forgeIdTokens({ claims: { sub: '2817340952' } });
    expectFailure(await arrive(person, callback), REJECTED);
    expect((await person.me()).body.providers).toEqual(['local']);
  });

  it('is told from a profile whose number differs by one, beyond what a JavaScript number holds', async () => {
    kakao.setFault('me', 'mismatched-id');
    const person = server.client();
    expectFailure(
      await logInByRedirect(person, 'big-id', '/welcome'),
      REJECTED,
    );
    expect(await countUsers()).toBe(0);
  });

  it('of a stranger does not make us fetch the keys again and again', async () => {
    aMinuteLater();
    kakao.forgeIdTokens({ signer: 'stranger', header: { kid: 'strangers' } });
    for (let times = 0; times < 4; times += 1)
      expectFailure(
        await logInByRedirect(server.client(), 'minsu', '/welcome'),
        REJECTED,
      );
    expect(kakao.calls.jwks).toBe(1);
  });

  it.each<[string, (known: Known) => IdTokenForgery]>([
    ['an end 25 seconds ago', ({ now }) => ({ claims: { exp: now - 25 } })],
    ['a beginning in 25 seconds', ({ now }) => ({ claims: { iat: now + 25 } })],
  ])('is taken with %s, because clocks differ', async (_, forge) => {
    server.clock.freeze();
    onTestFinished(() => server.clock.thaw());
    kakao.forgeIdTokens(forge(known()));
    const { refreshCookie } = await logInByRedirect(server.client(), 'minsu');
    expect(refreshCookie).toBeDefined();
  });

  it('may be missing, where OpenID Connect is off', async () => {
    kakao.setFault('token', 'no-id-token');
    const { refreshCookie } = await logInByRedirect(server.client(), 'minsu');
    expect(refreshCookie).toBeDefined();
  });

  it('may be signed with the key before, and with the next', async () => {
    kakao.forgeIdTokens({ signer: 'previous' });
    expect(
      (await logInByRedirect(server.client(), 'minsu')).refreshCookie,
    ).toBeDefined();
    kakao.forgeIdTokens(undefined);
    aMinuteLater();
    kakao.rotateKeys();
    expect(
      (await logInByRedirect(server.client(), 'minsu')).refreshCookie,
    ).toBeDefined();
  });

  function known(): Known {
    const ours = kakao.app.restKey;
    const theirs = kakao.secondApp.restKey;
    return { ours, theirs, now: Math.floor(server.clock.now() / 1000) };
  }

  /** Here and at Kakao; never back, or its tokens would come from the future. */
  function aMinuteLater(): void {
    server.clock.advance(MINUTE_MS);
    kakao.advanceClock(MINUTE_MS);
  }

  async function countUsers(): Promise<number> {
    const rows = await query(server.databaseUrl, 'SELECT 1 FROM users');
    return rows.length;
  }
});
