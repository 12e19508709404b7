import { createHash } from 'node:crypto';
import {
  type CodeTerms,
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './index.js';

const CALLBACK = 'http://localhost:3000/callback';
const SPA = 'http://localhost:5173/kakao';
const VERIFIER = 'v'.repeat(64);
const DAY_MS = 24 * 3600_000;

let running: RunningKakaoEmulator;
let kakao: KakaoEmulator;

beforeAll(async () => {
  running = await startKakaoEmulator();
  kakao = running.emulator;
  kakao.registerRedirectUri(CALLBACK);
  kakao.registerRedirectUri(SPA, 'javascript');
});
beforeEach(() => kakao.reset());
afterAll(() => running.close());

type Fields = Record<string, string | undefined>;

async function post(fields: Fields, headers: Record<string, string> = {}) {
  const all: Fields = {
    grant_type: 'authorization_code',
    client_id: kakao.app.restKey,
    client_secret: kakao.app.clientSecret,
    redirect_uri: CALLBACK,
    ...fields,
  };
  const given = Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const response = await fetch(`${running.url}/oauth/token`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
      ...headers,
    },
    body: new URLSearchParams(given).toString(),
  });
  const body = (await response.json()) as Record<string, unknown>;
  return { status: response.status, headers: response.headers, body };
}

async function refusal(fields: Fields, headers?: Record<string, string>) {
  const { status, body } = await post(fields, headers);
  return [status, body['error'], body['error_code']];
}

function claims(token: unknown) {
  const [, payload = ''] = String(token).split('.');
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<
    string,
    unknown
  >;
}

it('gives tokens for a code, once', async () => {
  const code = kakao.issueCode('minsu', { nonce: 'n-1' });
  const { status, headers, body } = await post({ code });
  expect(status).toBe(200);
  expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
  expect(body).toEqual({
    access_token: expect.any(String),
    token_type: 'bearer',
    refresh_token: expect.any(String),
    id_token: expect.any(String),
    expires_in: 21_599,
    scope: 'profile_nickname profile_image account_email openid',
    refresh_token_expires_in: 5_183_999,
  });
  expect(claims(body['id_token'])).toMatchObject({
    iss: running.url,
    aud: kakao.app.restKey,
    sub: '2817340951',
    nonce: 'n-1',
    nickname: '김민수',
    email: 'minsu@example.com',
    picture: expect.stringMatching(/^http:/),
  });
  expect(await refusal({ code })).toEqual([400, 'invalid_grant', 'KOE320']);
  expect(kakao.wrongdoings).toEqual([]);
});

describe('refuses in the order of Kakao', () => {
  const allWrong: Fields = {
    client_id: 'x',
    client_secret: 'x',
    grant_type: 'x',
    code: 'x',
    redirect_uri: 'x',
  };

  it('client, secret, grant type, code, redirect_uri', async () => {
    const { restKey: client_id, clientSecret: client_secret } = kakao.app;
    const grant_type = 'authorization_code';
    const code = kakao.issueCode('minsu');
    const steps: [Fields, unknown[]][] = [
      [{}, [401, 'invalid_client', 'KOE101']],
      [{ client_id }, [401, 'invalid_client', 'KOE010']],
      [{ client_secret }, [400, 'unsupported_grant_type', 'KOE310']],
      [{ grant_type }, [400, 'invalid_grant', 'KOE320']],
      [{ code }, [400, 'invalid_grant', 'KOE303']],
    ];
    let fields = allWrong;
    for (const [right, expected] of steps) {
      fields = { ...fields, ...right };
      expect(await refusal(fields)).toEqual(expected);
    }
  });

  it.each(['javascriptKey', 'nativeKey', 'adminKey'] as const)(
    'the %s is no client_id here',
    async (key) => {
      const fields = { client_id: kakao.app[key], code: 'x' };
      expect((await refusal(fields))[2]).toBe('KOE101');
    },
  );

  it('a missing secret is a wrong secret', async () => {
    expect((await refusal({ client_secret: undefined }))[2]).toBe('KOE010');
  });

  it('asks for the code only after the secret', async () => {
    const code = kakao.issueCode('minsu');
    await refusal({ code, client_secret: 'x' });
    expect((await post({ code })).status).toBe(200);
  });

  it('Basic, JSON and query are no client authentication', async () => {
    const basic = Buffer.from(
      `${kakao.app.restKey}:${kakao.app.clientSecret}`,
    ).toString('base64');
    const code = kakao.issueCode('minsu');
    const refused = [401, 'invalid_client', 'KOE101'];
    expect(
      await refusal({ code }, { authorization: `Basic ${basic}` }),
    ).toEqual(refused);
    expect(
      await refusal({ code }, { 'content-type': 'application/json' }),
    ).toEqual(refused);
    expect(kakao.wrongdoings).toEqual([
      'Sent an Authorization header (HTTP Basic?) to the token endpoint.',
      'Asked for tokens with a body that is not form-urlencoded.',
    ]);
    const query = new URLSearchParams({
      client_id: kakao.app.restKey,
      client_secret: kakao.app.clientSecret,
    });
    const response = await fetch(`${running.url}/oauth/token?${query}`, {
      method: 'POST',
    });
    expect(response.status).toBe(401);
    expect(kakao.wrongdoings).toContain(
      'Sent a token or secret in the query of /oauth/token (client_secret).',
    );
  });
});

describe('a code', () => {
  it('lives for ten minutes', async () => {
    const code = kakao.issueCode('minsu');
    kakao.advanceClock(10 * 60_000);
    expect((await refusal({ code }))[2]).toBe('KOE320');
  });

  it('is spent by a wrong redirect_uri, and a retry is noted', async () => {
    const code = kakao.issueCode('minsu');
    await refusal({ code, redirect_uri: `${CALLBACK}/` });
    expect((await refusal({ code }))[2]).toBe('KOE320');
    expect(kakao.wrongdoings).toEqual([
      'Sent a code again that had failed before: codes are single-use.',
    ]);
  });

  it('that was never issued may come twice: anybody can send it', async () => {
    await refusal({ code: 'nonsense' });
    await refusal({ code: 'nonsense' });
    expect(kakao.wrongdoings).toEqual([]);
  });

  it('with a challenge needs the verifier', async () => {
    const codeChallenge = createHash('sha256')
      .update(VERIFIER)
      .digest('base64url');
    const redeem = (terms: CodeTerms, code_verifier?: string) =>
      post({ code: kakao.issueCode('minsu', terms), code_verifier });
    const challenged = { codeChallenge };
    expect((await redeem(challenged, VERIFIER)).status).toBe(200);
    expect((await redeem({}, VERIFIER)).status).toBe(200);
    for (const wrong of [undefined, 'w'.repeat(64), codeChallenge])
      expect((await redeem(challenged, wrong)).body).toMatchObject({
        error: 'invalid_grant',
      });
  });

  it('of the JavaScript key is redeemed with the REST key', async () => {
    const code = kakao.issueCode('minsu', { key: 'javascript' });
    const { status, body } = await post({ code, redirect_uri: SPA });
    expect(status).toBe(200);
    expect(claims(body['id_token'])['aud']).toBe(kakao.app.javascriptKey);
  });

  it('of the second app is not redeemed with our key', async () => {
    const { restKey: client_id, clientSecret: client_secret } = kakao.secondApp;
    const code = kakao.issueCode('minsu');
    expect((await refusal({ code, client_id, client_secret }))[2]).toBe(
      'KOE320',
    );
  });
});

describe('an id_token', () => {
  async function claimsAbout(person: string) {
    return claims(
      (await post({ code: kakao.issueCode(person) })).body['id_token'],
    );
  }

  it('tells an address only when it is valid and verified', async () => {
    for (const name of [
      'no-email',
      'email-refused',
      'unverified-email',
      'invalid-email',
      'no-account',
    ])
      expect(await claimsAbout(name)).not.toHaveProperty('email');
  });

  it('has sub as text with all digits', async () => {
    expect((await claimsAbout('bigger-id'))['sub']).toBe('9007199254740993');
    expect((await claimsAbout('long-id'))['sub']).toBe('1376016924426111111');
  });

  it('comes forged on demand', async () => {
    kakao.forgeIdTokens({ claims: { sub: '1', nonce: undefined } });
    expect(await claimsAbout('minsu')).toMatchObject({ sub: '1' });
    kakao.forgeIdTokens(undefined);
    expect(await claimsAbout('minsu')).toMatchObject({ sub: '2817340951' });
  });

  it('is not issued where OpenID Connect is off', async () => {
    const other = await startKakaoEmulator({
      app: {
        openId: false,
        secretEnabled: false,
        redirectUris: { rest: [CALLBACK], javascript: [], native: [] },
      },
    });
    const response = await fetch(`${other.url}/oauth/token`, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: other.emulator.app.restKey,
        redirect_uri: CALLBACK,
        code: other.emulator.issueCode('minsu'),
      }),
    });
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('id_token');
    await other.close();
  });
});

describe('a refresh token', () => {
  const grant_type = 'refresh_token';
  async function login() {
    const { body } = await post({ code: kakao.issueCode('minsu') });
    return String(body['refresh_token']);
  }

  it('gives an access token and no successor while it is young', async () => {
    const refresh_token = await login();
    const { body } = await post({ grant_type, refresh_token });
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'bearer',
      expires_in: 21_599,
      id_token: expect.any(String),
    });
    expect((await post({ grant_type, refresh_token })).status).toBe(200);
  });

  it('gives a successor in its last month and is dead then', async () => {
    const refresh_token = await login();
    kakao.advanceClock(31 * DAY_MS);
    const { body } = await post({ grant_type, refresh_token });
    expect(body).toMatchObject({ refresh_token_expires_in: 5_183_999 });
    expect(body['refresh_token']).not.toBe(refresh_token);
    expect(await refusal({ grant_type, refresh_token })).toEqual([
      400,
      'invalid_grant',
      'KOE322',
    ]);
  });

  it('is refused when missing, expired, or of somebody who left', async () => {
    expect((await refusal({ grant_type }))[2]).toBe('KOE319');
    const refresh_token = await login();
    await kakao.sendUnlinkWebhook('minsu', { url: `${running.url}/control` });
    expect((await refusal({ grant_type, refresh_token }))[2]).toBe('KOE322');
    const old = await login();
    kakao.advanceClock(61 * DAY_MS);
    expect((await refusal({ grant_type, refresh_token: old }))[2]).toBe(
      'KOE322',
    );
  });
});

it('exceeds the quota on demand, after the credentials', async () => {
  kakao.setFault('token', 'quota-400');
  expect((await refusal({ client_secret: 'x' }))[2]).toBe('KOE010');
  expect(await refusal({})).toEqual([400, 'too_many_requests', 'KOE237']);
  kakao.setFault('token', 'quota-429');
  expect((await refusal({}))[0]).toBe(429);
});
