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

type Body = Record<string, unknown>;

async function call(
  path: string,
  authorization?: string,
  form?: Record<string, string>,
) {
  const response = await fetch(running.url + path, {
    ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    headers: authorization ? { authorization } : {},
  });
  const raw = await response.text();
  const body = JSON.parse(raw) as Body;
  return { status: response.status, headers: response.headers, raw, body };
}

function bearerOf(person: string): string {
  return `Bearer ${kakao.tokenForSdk(person).accessToken}`;
}

async function accountOf(person: string): Promise<Body> {
  const { body } = await call('/v2/user/me', bearerOf(person));
  return body['kakao_account'] as Body;
}

const INFO = '/v1/user/access_token_info';

describe('/v2/user/me', () => {
  it.each([
    ['big-id', '9007199254740992'],
    ['bigger-id', '9007199254740993'],
    ['long-id', '1376016924426111111'],
  ])('has the id of %s as a bare number with all digits', async (name, id) => {
    const authorization = bearerOf(name);
    const me = await call('/v2/user/me', authorization);
    expect(me.raw).toMatch(new RegExp(`^\\{"id":${id},`));
    const info = await call(INFO, authorization);
    expect(info.raw).toMatch(new RegExp(`^\\{"id":${id},`));
  });

  it('answers GET and POST alike', async () => {
    const authorization = bearerOf('minsu');
    const { raw, headers } = await call('/v2/user/me', authorization);
    expect(headers.get('content-type')).toBe('application/json;charset=UTF-8');
    expect((await call('/v2/user/me', authorization, {})).raw).toBe(raw);
    expect(JSON.parse(raw)).toMatchObject({
      id: 2817340951,
      connected_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      kakao_account: {
        profile: {
          nickname: '김민수',
          is_default_nickname: false,
          thumbnail_image_url: expect.stringMatching(/^http:/),
        },
      },
    });
  });

  it('tells every kind of address as it is', async () => {
    expect(await accountOf('minsu')).toMatchObject({
      email_needs_agreement: false,
      is_email_valid: true,
      is_email_verified: true,
      email: 'minsu@example.com',
    });
    expect(await accountOf('unverified-email')).toMatchObject({
      is_email_valid: true,
      is_email_verified: false,
    });
    expect(await accountOf('invalid-email')).toMatchObject({
      is_email_valid: false,
      email: 'minsu@example.com',
    });
    const none = await accountOf('no-email');
    expect(none['email_needs_agreement']).toBe(false);
    expect(none).not.toHaveProperty('email');
    const refused = await accountOf('email-refused');
    expect(refused['email_needs_agreement']).toBe(true);
    expect(refused).not.toHaveProperty('email');
  });

  it('may know nothing but the number', async () => {
    const { body } = await call('/v2/user/me', bearerOf('no-account'));
    expect(Object.keys(body)).toEqual(['id', 'connected_at']);
  });

  it('leaves odd nicknames as they are', async () => {
    const { profile } = (await accountOf('odd-nickname')) as {
      profile: { nickname: string };
    };
    expect(profile.nickname).toContain('\u0000');
    expect(profile.nickname).toContain('\uD83C\u0000');
    expect((await accountOf('default-nickname'))['profile']).toMatchObject({
      is_default_nickname: true,
    });
  });

  it('narrows to property_keys', async () => {
    const keys = encodeURIComponent('["kakao_account.email"]');
    const path = `/v2/user/me?property_keys=${keys}`;
    const { body } = await call(path, bearerOf('minsu'));
    expect(body['kakao_account']).toMatchObject({ is_email_valid: true });
    expect(body['kakao_account']).not.toHaveProperty('profile');
    const bad = await call(
      '/v2/user/me?property_keys=email',
      bearerOf('minsu'),
    );
    expect([bad.status, bad.body['code']]).toEqual([400, -2]);
  });

  it('has https pictures when asked', async () => {
    const { raw } = await call('/v2/user/me', bearerOf('minsu'), {
      secure_resource: 'true',
    });
    expect(raw).toContain('"https://');
    expect(raw).not.toContain('"http://');
  });

  it('refuses children', async () => {
    const { status, body } = await call('/v2/user/me', bearerOf('under-14'));
    expect([status, body['code']]).toEqual([401, -406]);
  });
});

describe('the admin key', () => {
  const target = (target_id: string) => ({
    target_id_type: 'user_id',
    target_id,
  });

  it('reads, logs out and unlinks by number', async () => {
    const admin = `KakaoAK ${kakao.app.adminKey}`;
    const authorization = bearerOf('bigger-id');
    const form = target('9007199254740993');
    const me = await call('/v2/user/me', admin, form);
    expect(me.raw).toContain('{"id":9007199254740993,');
    await call('/v1/user/logout', admin, form);
    expect((await call(INFO, authorization)).status).toBe(401);
    expect(kakao.isLinked('bigger-id')).toBe(true);
    const gone = await call('/v1/user/unlink', admin, form);
    expect(gone.raw).toBe('{"id":9007199254740993}');
    expect(kakao.isLinked('bigger-id')).toBe(false);
    const again = await call('/v1/user/unlink', admin, form);
    expect([again.status, again.body['code']]).toEqual([400, -101]);
    expect(kakao.deliveries).toEqual([]);
  });

  it('needs a target, and to be the admin key', async () => {
    const admin = `KakaoAK ${kakao.app.adminKey}`;
    expect((await call('/v2/user/me', admin)).body['code']).toBe(-2);
    const wrong = `KakaoAK ${kakao.app.restKey}`;
    const { body } = await call('/v2/user/me', wrong, target('1'));
    expect(body['code']).toBe(-401);
  });

  it('of the second app does not reach our people', async () => {
    kakao.tokenForSdk('minsu');
    const admin = `KakaoAK ${kakao.secondApp.adminKey}`;
    const { body } = await call('/v2/user/me', admin, target('2817340951'));
    expect(body['code']).toBe(-101);
  });

  it('as a Bearer token is a wrongdoing', async () => {
    await call('/v2/user/me', `Bearer ${kakao.app.adminKey}`);
    expect(kakao.wrongdoings).toEqual([
      'Sent the admin key or a secret as Bearer token.',
    ]);
  });
});

describe('an access token', () => {
  it('is refused with the odd header when it is not there', async () => {
    for (const authorization of [undefined, 'Bearer x', 'Basic x']) {
      const { status, headers, body } = await call(INFO, authorization);
      expect(status).toBe(401);
      expect(body).toEqual({
        msg: 'this access token does not exist',
        code: -401,
      });
      expect(headers.get('www-authenticate')).toBe(
        'Bearer error=invalid_token',
      );
    }
  });

  it('tells its app, and expires', async () => {
    const authorization = bearerOf('minsu');
    const { body } = await call(INFO, authorization);
    expect(body).toMatchObject({
      id: 2817340951,
      app_id: kakao.app.id,
      appId: kakao.app.id,
    });
    expect(body['expires_in']).toBeGreaterThan(43_190);
    expect(body['expires_in']).toBeLessThan(43_200);
    kakao.advanceClock(43_200_000);
    expect((await call(INFO, authorization)).status).toBe(401);
  });

  it('is dead after logout, and all are after unlink', async () => {
    const one = bearerOf('minsu');
    const two = bearerOf('minsu');
    await call('/v1/user/logout', one, {});
    expect((await call(INFO, one)).status).toBe(401);
    expect((await call(INFO, two)).status).toBe(200);
    await call('/v1/user/unlink', two, {});
    expect(kakao.isLinked('minsu')).toBe(false);
    expect((await call(INFO, two)).status).toBe(401);
  });

  it('in the query is accepted and noted', async () => {
    const { accessToken } = kakao.tokenForSdk('minsu');
    await call(INFO, `Bearer ${accessToken}`);
    const { status } = await call(`/v2/user/me?access_token=${accessToken}`);
    expect(status).toBe(200);
    expect(kakao.wrongdoings).toEqual([
      'Sent a token or secret in the query of /v2/user/me (access_token).',
    ]);
  });
});

describe('a token from outside', () => {
  it('is to be checked by access_token_info first', async () => {
    const { accessToken } = kakao.tokenForSdk('minsu');
    await call('/v2/user/me', `Bearer ${accessToken}`);
    expect(kakao.wrongdoings).toHaveLength(1);
    kakao.clearWrongdoings();
    await call(INFO, `Bearer ${accessToken}`);
    await call('/v2/user/me', `Bearer ${accessToken}`);
    expect(kakao.wrongdoings).toEqual([]);
  });

  it('is not checked by a check that failed', async () => {
    const authorization = bearerOf('minsu');
    kakao.setFault('access-token-info', '-1', { times: 1 });
    await call(INFO, authorization);
    await call('/v2/user/me', authorization);
    expect(kakao.wrongdoings).toHaveLength(1);
  });

  it('of the second app opens /v2/user/me under another number', async () => {
    const theirs = `Bearer ${kakao.tokenOfSecondApp('minsu').accessToken}`;
    const info = await call(INFO, theirs);
    expect(info.body).toMatchObject({ app_id: kakao.secondApp.id });
    const me = await call('/v2/user/me', theirs);
    expect(me.body['id']).not.toBe(2817340951);
    expect(kakao.isLinked('minsu')).toBe(false);
    expect(kakao.wrongdoings).toEqual([
      'Asked /v2/user/me with a token that access_token_info had said is of another app.',
    ]);
  });

  it('of the second app can carry the number of somebody of ours', async () => {
    const { accessToken } = kakao.tokenOfSecondApp('emoji', {
      id: '9007199254740993',
    });
    const { raw } = await call('/v2/user/me', `Bearer ${accessToken}`);
    expect(raw).toContain('{"id":9007199254740993,');
  });
});

it('/v1/oidc/userinfo has sub as text', async () => {
  const { body } = await call('/v1/oidc/userinfo', bearerOf('bigger-id'));
  expect(body).toMatchObject({
    sub: '9007199254740993',
    nickname: '더큰수',
    email_verified: true,
  });
  expect(
    (await call('/v1/oidc/userinfo', bearerOf('invalid-email'))).body,
  ).toMatchObject({ email_verified: false });
});

it('/v2/user/scopes tells what was agreed to', async () => {
  const { body } = await call('/v2/user/scopes', bearerOf('email-refused'));
  expect(body['scopes']).toMatchObject([
    { id: 'profile_nickname', agreed: true, revocable: false },
    { id: 'profile_image', agreed: true, revocable: true },
    { id: 'account_email', agreed: false },
  ]);
  const unknown = `/v2/user/scopes?scopes=${encodeURIComponent('["x"]')}`;
  expect((await call(unknown, bearerOf('minsu'))).body['code']).toBe(-2);
});

it('tells about people as they are now', async () => {
  const authorization = bearerOf('minsu');
  const minsu = kakao.people.find(({ name }) => name === 'minsu');
  if (minsu) kakao.putPerson({ ...minsu, nickname: '새이름' });
  const { raw } = await call('/v2/user/me', authorization);
  expect(raw).toContain('새이름');
});
