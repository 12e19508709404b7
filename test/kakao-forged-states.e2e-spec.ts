import { createSecretKey } from 'node:crypto';
import { decodeJwt, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  expectFailure,
  stateCookies,
  withParameter,
} from './support/kakao-redirect.js';
import { SECRETS, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const HOME = 'http://localhost:3000/';
const INVALID = `${HOME}?error=oauth_state_invalid`;

type Forge = (value: string) => string | Promise<string>;

const FORGED: readonly (readonly [how: string, forge: Forge])[] = [
  [
    'with another signature',
    (value) => inPlace(value, 2, (text) => flip(text)),
  ],
  ['without a signature', (value) => inPlace(value, 2, () => '')],
  [
    'with another returnTo',
    (value) => inPlace(value, 1, () => encode(elsewhere(value))),
  ],
  [
    'that says it is not signed',
    (value) => new UnsecuredJWT(decodeJwt(value)).encode(),
  ],
  [
    'signed with the refresh secret',
    (value) => sign(value, SECRETS.JWT_REFRESH_SECRET),
  ],
  [
    'signed with the access secret',
    (value) => sign(value, SECRETS.JWT_ACCESS_SECRET),
  ],
  ['signed with zeroes', (value) => sign(value, '\0'.repeat(32))],
  ['that is empty', () => ''],
  ['that is no token', () => 'nonsense'],
];

describe('a state that is not ours', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  let person: TestClient;
  let callback: string;
  let name: string;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(async () => {
    kakao.reset();
    person = server.client();
    callback = await consent(await depart(person), 'minsu');
    [name] = stateCookies(person) as [string];
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
    expect(kakao.calls.token).toBe(0);
  });
  afterAll(() => running.close());

  it.each(FORGED)('is refused from a cookie %s', async (_, forge) => {
    const value = person.cookies.get(name)!;
    const forged = await forge(value);
    expect(forged).not.toBe(value);
    person.cookies.set(name, forged);
    expectFailure(await arrive(person, callback), INVALID);
  });

  it('is refused from a cookie that holds a refresh token', async () => {
    await person.register();
    person.cookies.set(name, person.refreshToken!);
    const { refreshToken } = person;
    expectFailure(await arrive(person, callback), INVALID);
    expect(person.refreshToken).toBe(refreshToken);
  });

  it('is no refresh or access token either', async () => {
    const value = person.cookies.get(name)!;
    const thief = server.client();
    thief.cookies.set('refresh_token', value);
    thief.accessToken = value;
    expect((await thief.refresh()).body.code).toBe('refresh_token_invalid');
    expect((await thief.me()).body.code).toBe('access_token_invalid');
  });

  it.each([
    '__proto__',
    'constructor',
    'x'.repeat(22),
    'x'.repeat(10_000),
    '../../../../../../../..',
    "' OR 1=1 --",
    '한글',
    '\0',
  ])('is refused from the address as %j', async (state) => {
    const nonsense = withParameter(callback, 'state', state);
    expectFailure(await arrive(person, nonsense), INVALID);
  });
});

function inPlace(
  token: string,
  index: number,
  change: (part: string) => string,
): string {
  return token
    .split('.')
    .map((part, at) => (at === index ? change(part) : part))
    .join('.');
}

function flip(text: string): string {
  return (text.startsWith('A') ? 'B' : 'A') + text.slice(1);
}

function elsewhere(token: string): JWTPayload {
  const claims = decodeJwt<{ state: object }>(token);
  const returnTo = 'https://evil.example/';
  return { ...claims, state: { ...claims.state, returnTo } };
}

function encode(claims: JWTPayload): string {
  return Buffer.from(JSON.stringify(claims)).toString('base64url');
}

function sign(token: string, secret: string): Promise<string> {
  return new SignJWT(elsewhere(token))
    .setProtectedHeader({ alg: 'HS256', typ: 'oauth-state+jwt' })
    .sign(createSecretKey(Buffer.from(secret)));
}
