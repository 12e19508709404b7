import type { IdTokenMaking } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byCode,
  everything,
  exchange,
  expectRefused,
  LINK_PATH,
  outcomeOf,
} from './support/kakao-tokens.js';
import { forgeJwt } from './support/forged-jwt.js';
import type { TestServer } from './support/server.js';

describe('a forged id_token', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  let now: number;
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
    server.clock.freeze();
    now = server.clock.now() / 1000;
    await exchange(server, { idToken: sign({}) });
  });
  afterEach(() => {
    kakao.clearFaults();
    kakao.forgeIdTokens(undefined);
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  const forgeries: [string, () => IdTokenMaking][] = [
    ['that nobody signed', () => ({ signer: 'nobody' })],
    [
      'signed with the public key as an HMAC secret',
      () => ({ signer: 'public-key-as-secret' }),
    ],
    [
      "signed by a stranger under Kakao's key id",
      () => ({ signer: 'stranger' }),
    ],
    [
      'that brings the address of its own keys',
      () => ({ signer: 'stranger', header: { jku: 'http://127.0.0.1:9/' } }),
    ],
    ['of an unknown key', () => ({ header: { kid: 'unknown' } })],
    ['of no key', () => ({ header: { kid: undefined } })],
    ['of an empty key', () => ({ header: { kid: '' } })],
    ['of a key that is a number', () => ({ header: { kid: 1 } })],
    ['of another RSA algorithm', () => ({ header: { alg: 'RS512' } })],
    ['with an extension it calls critical', () => crit(['exp'])],
    ['with one that jose knows', () => crit(['b64'])],
    ['with none called critical', () => crit([])],
    ['of another issuer', claims({ iss: 'https://kauth.kakao.com.evil' })],
    [
      'of the issuer with a slash',
      () => ({ claims: { iss: `${kakao.issuer}/` } }),
    ],
    ['of no issuer', claims({ iss: undefined })],
    ['for another app', () => aud(kakao.secondApp.restKey)],
    ['for our app number', () => aud(String(kakao.app.id))],
    ['for nobody', () => aud(undefined)],
    ['for a list with our app alone', () => aud([kakao.app.restKey])],
    [
      'for a list with our app beside another',
      () => aud([kakao.app.restKey, kakao.secondApp.restKey]),
    ],
    ['that is over for 30 s', () => ({ claims: { exp: now - 30 } })],
    ['that never ends', claims({ exp: undefined })],
    ['that ends at a text', () => ({ claims: { exp: String(now + 600) } })],
    ['of 31 s from now', () => ({ claims: { iat: now + 31 } })],
    ['of no time', claims({ iat: undefined })],
    ['that begins later', () => ({ claims: { nbf: now + 31 } })],
    ['of nobody', claims({ sub: undefined })],
    ['of an empty person', claims({ sub: '' })],
    ['of a person who is a number', claims({ sub: 2_817_340_951 })],
    ['of a person with a zero in front', claims({ sub: '02817340951' })],
    ['of a person in words', claims({ sub: 'minsu' })],
    ['of several people', claims({ sub: ['2817340951'] })],
  ];

  it.each(forgeries)('%s opens nothing, alone', async (_name, making) => {
    const idToken = sign(making());
    await expectNothing({ idToken });
  });

  it.each(forgeries)(
    '%s opens nothing, beside an access token',
    async (_name, making) => {
      const idToken = sign(making());
      const { accessToken } = kakao.tokenForSdk('minsu');
      await expectNothing({ idToken, accessToken });
    },
  );

  it.each(forgeries)('%s opens nothing, with a code', async (_name, making) => {
    kakao.forgeIdTokens(timely(making()));
    await expectNothing(byCode(kakao, 'minsu'));
  });

  it('of somebody else opens nothing, with a code', async () => {
    kakao.forgeIdTokens(timely({ claims: { sub: '2817340952' } }));
    await expectNothing(byCode(kakao, 'minsu'));
  });

  it('whose claims were changed, or that is no JWT, opens nothing', async () => {
    const [header, payload, signature] = sign({}).split('.') as [
      string,
      string,
      string,
    ];
    const claimed = Buffer.from(payload, 'base64url').toString();
    const changed = Buffer.from(
      claimed.replace('2817340951', '2817340952'),
    ).toString('base64url');
    for (const idToken of [
      `${header}.${changed}.${signature}`,
      `${header}.${payload}.`,
      `${header}.${payload}`,
      `${header}.${payload}.${signature}.${signature}`,
      forgeJwt({ alg: 'HS256', kid: 'x' }, { sub: '1' }, kakao.app.restKey),
      'eyJhbGciOiJub25lIn0.e30.',
      'nonsense',
    ])
      await expectNothing({ idToken });
  });

  it('links nothing either', async () => {
    const person = server.client();
    await person.register();
    const before = await everything(server);
    for (const [, making] of forgeries) {
      const idToken = sign(making());
      const answer = await person.post(LINK_PATH, { idToken });
      expect(outcomeOf(answer)).toBe('401 kakao_rejected');
    }
    expect(await everything(server)).toEqual(before);
  });

  it('is not to be confused with one that is 29 s over or 30 s early, or of the key before', async () => {
    const good: IdTokenMaking[] = [
      { claims: { exp: now - 29 } },
      { claims: { iat: now + 30 } },
      { signer: 'previous' },
    ];
    for (const making of good) {
      const idToken = sign(making);
      expect(outcomeOf(await exchange(server, { idToken }))).toBe('200');
    }
  });

  async function expectNothing(proof: object): Promise<void> {
    const before = await everything(server);
    expectRefused(await exchange(server, proof), '401 kakao_rejected');
    expect(await everything(server)).toEqual(before);
  }

  /** Good but for what is asked for, however long the tests have run: the server's time stands still, Kakao's does not. */
  function timely({ claims: changed, ...making }: IdTokenMaking) {
    const good = { iat: now, exp: now + 600 };
    return { ...making, claims: { ...good, ...changed } };
  }

  function sign(making: IdTokenMaking): string {
    return kakao.signIdToken('minsu', timely(making));
  }

  function aud(value: unknown): IdTokenMaking {
    return { claims: { aud: value } };
  }
});

function claims(changed: Record<string, unknown>): () => IdTokenMaking {
  return () => ({ claims: changed });
}

function crit(names: string[]): IdTokenMaking {
  return { header: { crit: names, b64: true, exp: 1 } };
}
