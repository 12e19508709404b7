import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';
import {
  byCode,
  byIdToken,
  exchange,
  expectRefused,
  KAKAO_PATH,
  LINK_PATH,
} from './support/kakao-tokens.js';
import { startServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const redirectUri = FRONT_END_REDIRECT;
const FIELDS = [
  'code',
  'redirectUri',
  'codeVerifier',
  'nonce',
  'accessToken',
  'idToken',
] as const;

describe.each([KAKAO_PATH, LINK_PATH])('the body of POST %s', (path) => {
  let all: KakaoTestServer;
  let person: TestClient;
  beforeAll(async () => {
    all = await startServerWithKakao();
    person = all.server.client();
    await person.register();
  });
  beforeEach(() => all.kakao.reset());
  afterEach(() => {
    // Whatever is wrong with a body, Kakao hears nothing of it.
    const { calls, wrongdoings } = all.kakao;
    expect(Object.values(calls).every((count) => count === 0)).toBe(true);
    expect(wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  it.each([
    ['nothing', {}, 'code'],
    ['a nonce alone', { nonce: 'n' }, 'nonce'],
    ['a redirectUri alone', { redirectUri }, 'redirectUri'],
    ['a code without redirectUri', { code: 'c' }, 'redirectUri'],
    [
      'a code and an access token',
      { code: 'c', redirectUri, accessToken: 'a' },
      'accessToken',
    ],
    [
      'a code and an id_token',
      { code: 'c', redirectUri, idToken: 'i' },
      'idToken',
    ],
    [
      'an access token with a redirectUri',
      { accessToken: 'a', redirectUri },
      'redirectUri',
    ],
    [
      'an access token with a verifier',
      { accessToken: 'a', codeVerifier: 'v' },
      'codeVerifier',
    ],
    ['an access token with a nonce', { accessToken: 'a', nonce: 'n' }, 'nonce'],
    [
      'an id_token with a verifier',
      { idToken: 'i', codeVerifier: 'v' },
      'codeVerifier',
    ],
    [
      'an id_token with a redirectUri',
      { idToken: 'i', redirectUri },
      'redirectUri',
    ],
    ['an unknown member', { accessToken: 'a', more: 1 }, 'more'],
  ])('is not %s', async (_name, body, field) => {
    const answer = await person.post(path, body);
    expectRefused(answer, '400 validation_failed');
    expect(answer.body.details[0].field).toBe(field);
  });

  it.each<readonly [string, unknown]>([
    ['empty', ''],
    ['null', null],
    ['a number', 5],
    ['a list', ['a']],
    ['an object', { a: 1 }],
    ['4,097 characters', 'x'.repeat(4097)],
    ['a space', 'a b'],
    ['a line feed', 'a\nb'],
    ['a NUL', 'a\0b'],
    ['beyond ASCII', 'é'],
  ])('has no member that is or holds %s', async (_name, value) => {
    for (const field of FIELDS) {
      const answer = await person.post(path, { [field]: value });
      expectRefused(answer, '400 validation_failed');
      expect(answer.body.details[0].field).toBe(field);
    }
  });

  it.each<unknown>([null, [], 'text', 5])('is not %j', async (body) => {
    expectRefused(await person.post(path, body), '400 validation_failed');
  });
});

it('takes a code of 4,096 characters to Kakao', async () => {
  const all = await startServerWithKakao();
  const proof = { ...byCode(all.kakao, 'minsu'), code: 'x'.repeat(4096) };
  expectRefused(await exchange(all.server, proof), '401 kakao_rejected');
  expect(all.kakao.calls.token).toBe(1);
  expect(all.kakao.wrongdoings).toEqual([]);
  await all.close();
});

it('says kakao_disabled where no app is configured', async () => {
  const server = await startServer();
  const person = server.client();
  await person.register();
  for (const [method, path] of [
    ['POST', KAKAO_PATH],
    ['POST', LINK_PATH],
    ['DELETE', LINK_PATH],
    ['GET', `${KAKAO_PATH}/webhooks/unlink`],
    ['POST', `${KAKAO_PATH}/webhooks/unlink`],
  ] as const) {
    const answer = await person.send(path, { method });
    expectRefused(answer, '404 kakao_disabled');
  }
  await server.close();
});

it('opens nothing for a page of another site', async () => {
  const all = await startServerWithKakao();
  const { server, kakao } = all;
  const origin = 'https://evil.example';
  const answer = await exchange(server, byIdToken(kakao, 'minsu'), { origin });
  expectRefused(answer, '403 origin_not_allowed');
  expect(kakao.calls.jwks).toBe(0);
  expect(kakao.wrongdoings).toEqual([]);
  await all.close();
});
