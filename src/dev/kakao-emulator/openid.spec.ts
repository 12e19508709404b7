import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import {
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './index.js';

let running: RunningKakaoEmulator;
let kakao: KakaoEmulator;

beforeAll(async () => {
  running = await startKakaoEmulator();
  kakao = running.emulator;
});
beforeEach(() => kakao.reset());
afterAll(() => running.close());

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(running.url + path)).json()) as T;
}

interface Jwk extends JsonWebKey {
  kid: string;
}

async function publishedKeys(): Promise<Jwk[]> {
  return (await get<{ keys: Jwk[] }>('/.well-known/jwks.json')).keys;
}

function headerOf(token: string) {
  const [header = ''] = token.split('.');
  return JSON.parse(Buffer.from(header, 'base64url').toString()) as {
    kid: string;
    alg: string;
  };
}

async function isGenuine(token: string): Promise<boolean> {
  const key = (await publishedKeys()).find(
    ({ kid }) => kid === headerOf(token).kid,
  );
  const [header, payload, signature = ''] = token.split('.');
  return (
    key !== undefined &&
    verify(
      'RSA-SHA256',
      Buffer.from(`${header}.${payload}`),
      createPublicKey({ key, format: 'jwk' }),
      Buffer.from(signature, 'base64url'),
    )
  );
}

it('describes itself', async () => {
  const document = await get('/.well-known/openid-configuration');
  expect(document).toMatchObject({
    issuer: running.url,
    authorization_endpoint: `${running.url}/oauth/authorize`,
    token_endpoint: `${running.url}/oauth/token`,
    userinfo_endpoint: `${running.url}/v1/oidc/userinfo`,
    jwks_uri: `${running.url}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  });
  expect(document).not.toHaveProperty('scopes_supported');
});

it('has an issuer of its own choosing', async () => {
  const other = await startKakaoEmulator({ issuer: 'https://kauth.example' });
  const [, payload = ''] = other.emulator.signIdToken('minsu').split('.');
  expect(
    JSON.parse(Buffer.from(payload, 'base64url').toString()),
  ).toMatchObject({ iss: 'https://kauth.example' });
  await other.close();
});

it('publishes two keys and rotates them', async () => {
  const before = await publishedKeys();
  expect(before).toHaveLength(2);
  expect(before[0]).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
  const token = kakao.signIdToken('minsu');
  kakao.rotateKeys();
  const after = await publishedKeys();
  expect(after).toHaveLength(2);
  expect(after.map(({ kid }) => kid)).toContain(headerOf(token).kid);
  const fresh = kakao.signIdToken('minsu');
  expect(before.map(({ kid }) => kid)).not.toContain(headerOf(fresh).kid);
  expect(await isGenuine(fresh)).toBe(true);
  expect(await isGenuine(token)).toBe(true);
  kakao.rotateKeys();
  expect(await isGenuine(token)).toBe(false);
});

describe('signs', () => {
  it('genuine tokens with either key', async () => {
    expect(await isGenuine(kakao.signIdToken('minsu'))).toBe(true);
    expect(
      await isGenuine(kakao.signIdToken('minsu', { signer: 'previous' })),
    ).toBe(true);
  });

  it('forgeries that look like it', async () => {
    const strangers = kakao.signIdToken('minsu', { signer: 'stranger' });
    expect(headerOf(strangers)).toEqual(headerOf(kakao.signIdToken('minsu')));
    expect(await isGenuine(strangers)).toBe(false);
    const unsigned = kakao.signIdToken('minsu', { signer: 'nobody' });
    expect(headerOf(unsigned).alg).toBe('none');
    expect(unsigned.endsWith('.')).toBe(true);
    const confused = kakao.signIdToken('minsu', {
      signer: 'public-key-as-secret',
    });
    expect(headerOf(confused).alg).toBe('HS256');
    const header = { kid: 'unknown' };
    expect(headerOf(kakao.signIdToken('minsu', { header })).kid).toBe(
      'unknown',
    );
  });
});

describe('tokeninfo', () => {
  async function tokeninfo(token: string) {
    const response = await fetch(`${running.url}/oauth/tokeninfo`, {
      method: 'POST',
      body: new URLSearchParams({ id_token: token }),
    });
    return {
      status: response.status,
      body: (await response.json()) as unknown,
    };
  }

  it('tells the claims, and notes that it was used', async () => {
    const token = kakao.signIdToken('bigger-id');
    expect(await tokeninfo(token)).toMatchObject({
      status: 200,
      body: { sub: '9007199254740993' },
    });
    expect(kakao.wrongdoings).toHaveLength(1);
  });

  it('says KOE400 to anything else', async () => {
    const refused = { status: 400, body: { error_code: 'KOE400' } };
    const stranger = kakao.signIdToken('minsu', { signer: 'stranger' });
    const expired = kakao.signIdToken('minsu', { claims: { exp: 1 } });
    for (const token of ['', 'a.b.c', stranger, expired])
      expect(await tokeninfo(token)).toMatchObject(refused);
  });
});

it('notes who fetches the keys too often, but not after a rotation', async () => {
  await publishedKeys();
  await publishedKeys();
  kakao.rotateKeys();
  await publishedKeys();
  expect(kakao.wrongdoings).toEqual([]);
  await publishedKeys();
  expect(kakao.wrongdoings).toHaveLength(1);
  expect(kakao.jwksFetchTimes).toHaveLength(4);
  kakao.clearWrongdoings();
  kakao.advanceClock(60_000);
  await publishedKeys();
  expect(kakao.wrongdoings).toEqual([]);
});
