import { decodeJwt, forgeJwt, strangerIds } from './support/forged-jwt.js';
import { SECRETS, startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const LOGOUT = '/api/auth/logout';
const DAY_MS = 86_400_000;

describe('logging out', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    server.clock.reset();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('ends the session and clears the cookie', async () => {
    const thief = person.copy();
    const answer = await person.post(LOGOUT);
    expectCleared(answer);
    expect(answer.text).toBe('');
    expect((await thief.me()).body.code).toBe('session_revoked');
    expect((await thief.refresh()).body.code).toBe('session_revoked');
  });

  it('leaves the other sessions of the user alone', async () => {
    const other = person.copy();
    await other.login();
    await person.post(LOGOUT);
    expect((await other.me()).status).toBe(200);
  });

  it('clears a cookie that is garbage, and where there is none', async () => {
    const stranger = server.client();
    expectCleared(await stranger.post(LOGOUT));
    stranger.cookies.set('refresh_token', 'garbage');
    expectCleared(await stranger.post(LOGOUT));
    const { payload } = decodeJwt(person.refreshToken!);
    const header = { alg: 'HS256', typ: 'rt+jwt' };
    const forged = forgeJwt(header, payload, SECRETS.JWT_ACCESS_SECRET);
    stranger.cookies.set('refresh_token', forged);
    expectCleared(await stranger.post(LOGOUT));
    expect((await person.me()).status).toBe(200);
  });

  it('works twice', async () => {
    const copy = person.copy();
    expectCleared(await person.post(LOGOUT));
    expectCleared(await copy.post(LOGOUT));
  });

  it('takes a token that was rotated long ago', async () => {
    const old = person.copy();
    await person.refresh();
    await person.refresh();
    server.clock.advance(60_000);
    old.accessToken = undefined;
    expectCleared(await old.post(LOGOUT));
    expect((await person.refresh()).body.code).toBe('session_revoked');
  });

  it('takes an expired token of a session that lives on', async () => {
    const old = person.copy();
    server.clock.advance(5 * DAY_MS);
    await person.refresh();
    server.clock.advance(5 * DAY_MS);
    old.accessToken = undefined;
    expect((await old.refresh()).body.code).toBe('refresh_token_expired');
    expectCleared(await old.post(LOGOUT));
    expect((await person.refresh()).body.code).toBe('session_revoked');
  });

  it('with a Bearer token only ends its session', async () => {
    person.cookies.clear();
    expectCleared(await person.post(LOGOUT));
    expect((await person.me()).body.code).toBe('session_revoked');
  });

  it('lets the refresh token decide where both are sent', async () => {
    const other = server.client();
    await other.register();
    const mixed = person.copy();
    mixed.accessToken = other.accessToken;
    expectCleared(await mixed.post(LOGOUT));
    expect((await other.me()).status).toBe(200);
    expect((await person.me()).status).toBe(401);
  });

  it('ends nothing by a Bearer token beside a refresh token that is garbage', async () => {
    const mixed = person.copy();
    mixed.cookies.set('refresh_token', 'garbage');
    expectCleared(await mixed.post(LOGOUT));
    expect((await person.me()).status).toBe(200);
  });

  it('is 204 with an expired or forged Bearer token', async () => {
    const guest = server.client();
    const iat = Math.floor(server.clock.now() / 1000);
    const claims = { ...strangerIds(), iat, exp: iat + 600 };
    guest.accessToken = forgeJwt({ alg: 'none' }, claims, '');
    expectCleared(await guest.post(LOGOUT));
    server.clock.advance(601_000);
    person.cookies.clear();
    expectCleared(await person.post(LOGOUT));
  });

  it('from everywhere ends every session and clears the cookie', async () => {
    const devices = [person.copy(), person.copy()];
    for (const device of devices) await device.login();
    expectCleared(await person.post('/api/auth/logout-all'));
    for (const device of devices) {
      expect((await device.me()).body.code).toBe('session_revoked');
      expect((await device.refresh()).body.code).toBe('session_revoked');
    }
  });

  it('from everywhere, or for good, leaves the cookie of another user who has logged in since', async () => {
    const next = server.client();
    await next.register();
    const attempts: (readonly [string, string, object?])[] = [
      ['POST', '/api/auth/logout-all'],
      ['DELETE', '/api/users/me', { password: person.password }],
    ];
    for (const [method, path, body] of attempts) {
      await person.login();
      const mixed = next.copy();
      mixed.accessToken = person.accessToken;
      const answer = await mixed.send(path, { method, body });
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([204, []]);
      expect((await person.me()).body.code).toBe('session_revoked');
    }
    expect((await next.refresh()).status).toBe(200);
  });

  it('from everywhere clears a cookie of the user that is rotated or expired, one that is garbage, and where there is none', async () => {
    const old = person.refreshToken!;
    const forged = forgeJwt(
      { alg: 'HS256', typ: 'rt+jwt' },
      { ...decodeJwt(old).payload, ...strangerIds() },
      SECRETS.JWT_ACCESS_SECRET,
    );
    server.clock.advance(8 * DAY_MS);
    for (const cookie of [old, 'garbage', forged, undefined]) {
      await person.login();
      if (cookie) person.cookies.set('refresh_token', cookie);
      else person.cookies.clear();
      expectCleared(await person.post('/api/auth/logout-all'));
    }
  });

  it('from everywhere takes a Bearer token, not a cookie', async () => {
    person.accessToken = undefined;
    const answer = await person.post('/api/auth/logout-all');
    expect([answer.status, answer.body.code]).toEqual([
      401,
      'access_token_missing',
    ]);
    expect((await person.refresh()).status).toBe(200);
  });
});

function expectCleared({ status, headers }: Answer): void {
  expect(status).toBe(204);
  const lines = headers.getSetCookie();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^refresh_token=;.*Max-Age=0/);
}
