import { randomUUID } from 'node:crypto';
import { query } from './support/databases.js';
import { decodeJwt, forgeJwt } from './support/forged-jwt.js';
import { sendRaw } from './support/raw-request.js';
import { SECRETS, startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';
import { arrivesInTime } from './support/travel.js';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const HEADER = { alg: 'HS256', typ: 'at+jwt' };

describe('access tokens', () => {
  let server: TestServer;
  let person: TestClient;
  let own: Record<string, unknown>;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    server.clock.reset();
    person = server.client();
    await person.register();
    own = decodeJwt(person.accessToken!).payload;
  });
  afterAll(() => server.close());

  it('say what the contract says and nothing of the user', () => {
    const { header, payload } = decodeJwt(person.accessToken!);
    expect(header).toEqual(HEADER);
    expect(payload).toEqual({
      iss: 'http://localhost:3000',
      aud: 'munjigi',
      sub: expect.stringMatching(UUID),
      sid: expect.stringMatching(UUID),
      iat: expect.any(Number),
      exp: expect.any(Number),
    });
    expect((payload.exp as number) - (payload.iat as number)).toBe(600);
    const refresh = decodeJwt(person.refreshToken!);
    expect(refresh.header).toEqual({ alg: 'HS256', typ: 'rt+jwt' });
    expect(refresh.payload).toMatchObject({
      sub: payload.sub,
      sid: payload.sid,
      jti: expect.any(String),
    });
  });

  it('are taken when another service with the secret makes them as we do', async () => {
    const aud = ['other', 'munjigi'];
    for (const claims of [{}, { aud }, { nbf: own.iat }])
      expect((await withToken(forge(claims))).status).toBe(200);
  });

  describe('are refused', () => {
    it.each<[string, object, object?]>([
      ['with alg none', {}, { alg: 'none' }],
      ['signed with HS384', {}, { alg: 'HS384' }],
      ['signed with HS512', {}, { alg: 'HS512' }],
      ['with another alg than signed', {}, { alg: 'RS256' }],
      ['without exp', { exp: undefined }],
      ['with exp as text', { exp: '9999999999' }],
      ['with a broken exp', { exp: 1e300 }],
      ['without iat', { iat: undefined }],
      ['with iat as text', { iat: '1' }],
      ['from another issuer', { iss: 'http://localhost:3001' }],
      ['without an issuer', { iss: undefined }],
      ['from our issuer with a slash', { iss: 'http://localhost:3000/' }],
      ['for another audience', { aud: 'other' }],
      ['without an audience', { aud: undefined }],
      ['for a list of others', { aud: ['other', ['munjigi']] }],
      ['that is not good before next year', { nbf: 9_999_999_999 }],
      ['with nbf as text', { nbf: '1' }],
      ['without typ', {}, { typ: undefined }],
      ['with typ JWT', {}, { typ: 'JWT' }],
      ['with the typ of a refresh token', {}, { typ: 'rt+jwt' }],
      ['with an unknown crit', {}, { crit: ['exp'], exp: 1 }],
      ['with an empty crit', {}, { crit: [] }],
      ['with sub no UUID', { sub: 'admin' }],
      ['with sub a list', { sub: [randomUUID()] }],
      ['without sub', { sub: undefined }],
      ['with sid no UUID', { sid: "' OR 1=1" }],
      ['without sid', { sid: undefined }],
    ])('%s', async (...[, claims, header]) => {
      expectRefused(await withToken(forge(claims, header)));
    });

    it.each([
      ['a list', []],
      ['a text', 'claims'],
      ['a number', 5],
      ['null', null],
    ])('with %s for claims', async (_name, payload) => {
      const token = forgeJwt(HEADER, payload, SECRETS.JWT_ACCESS_SECRET);
      expectRefused(await withToken(token));
    });

    it('with another secret', async () => {
      const token = forgeJwt(HEADER, own, SECRETS.JWT_REFRESH_SECRET);
      expectRefused(await withToken(token));
      expectRefused(await withToken(forgeJwt(HEADER, own, '')));
    });

    it('with the claims of one and the signature of another', async () => {
      const [header, , signature] = person.accessToken!.split('.');
      const other = server.client();
      await other.register();
      const token = `${header}.${other.accessToken!.split('.')[1]}.${signature}`;
      expectRefused(await withToken(token));
    });

    it('from the future by more than 5 s', async () => {
      server.clock.freeze();
      const now = server.clock.now() / 1000;
      const ahead = (iat: number) => forge({ iat, exp: iat + 600 });
      expect((await withToken(ahead(now + 5))).status).toBe(200);
      expectRefused(await withToken(ahead(now + 6)));
    });

    it('with a longer life than we give', async () => {
      const iat = own.iat as number;
      expectRefused(await withToken(forge({ exp: iat + 601 })));
      expectRefused(await withToken(forge({ iat: iat - 600, exp: iat + 1 })));
    });

    it('in place of a refresh token, and the other way round', async () => {
      const refreshClaims = decodeJwt(person.refreshToken!).payload;
      const swapped = [
        person.accessToken!,
        // The right secret and every claim; only what it says it is differs.
        forgeJwt(HEADER, refreshClaims, SECRETS.JWT_REFRESH_SECRET),
      ];
      expectRefused(await withToken(person.refreshToken!));
      for (const token of swapped) {
        person.cookies.set('refresh_token', token);
        const { status, body } = await person.refresh();
        expect([status, body.code]).toEqual([401, 'refresh_token_invalid']);
      }
    });

    it('for a session that is not there', async () => {
      for (const claims of [{ sub: randomUUID() }, { sid: randomUUID() }])
        expectRefused(await withToken(forge(claims)), 'session_revoked');
    });

    it('when the user is gone', async () => {
      await query(server.databaseUrl, 'DELETE FROM users WHERE id = $1', [
        own.sub,
      ]);
      const refusal = async () => (await person.me()).body.code as string;
      await arrivesInTime(refusal, 'session_revoked');
      expectRefused(await person.me(), 'session_revoked');
    });

    it('the second they expire', async () => {
      expect((await person.me()).status).toBe(200);
      server.clock.freeze();
      const left = (own.exp as number) * 1000 - server.clock.now();
      server.clock.advance(left - 1);
      expect((await person.me()).status).toBe(200);
      server.clock.advance(1);
      expectRefused(await person.me(), 'access_token_expired');
    });
  });

  it.each([
    ['a scheme in lower case', (token: string) => `bearer ${token}`],
    ['a scheme in upper case', (token: string) => `BEARER ${token}`],
    ['two spaces', (token: string) => `Bearer  ${token}`],
    ['a tab', (token: string) => `Bearer\t${token}`],
    ['two tokens', (token: string) => `Bearer ${token} ${token}`],
    ['a list', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['a parameter', (token: string) => `Bearer ${token};x=1`],
    ['quotes', (token: string) => `Bearer "${token}"`],
    ['no scheme', (token: string) => token],
    ['Basic', (token: string) => `Basic ${token}`],
    ['only the scheme', () => 'Bearer'],
    ['nothing', () => ''],
  ])('are refused in a header with %s', async (_name, header) => {
    const value = header(person.accessToken!);
    const answer = await sendRaw(server.url, {
      method: 'GET',
      path: '/api/users/me',
      headers: [['Authorization', value]],
    });
    expect(answer.status).toBe(401);
    expect(answer.head).toMatch(/^www-authenticate: Bearer$/im);
    const codes = ['access_token_invalid', 'access_token_missing'];
    expect(codes).toContain(JSON.parse(answer.text).code);
  });

  it('are refused where there are two headers, and so perhaps two callers', async () => {
    const other = server.client();
    await other.register();
    const headers = [person, other].map(
      ({ accessToken }) => ['Authorization', `Bearer ${accessToken}`] as const,
    );
    const path = '/api/users/me';
    const answer = await sendRaw(server.url, { method: 'GET', path, headers });
    expect(answer.status).toBe(401);
  });

  it('are missed where there is no header', async () => {
    person.accessToken = undefined;
    expectRefused(await person.me(), 'access_token_missing');
  });

  function forge(claims: object, header: object = {}): string {
    return forgeJwt(
      { ...HEADER, ...header },
      { ...own, ...claims },
      SECRETS.JWT_ACCESS_SECRET,
    );
  }

  function withToken(token: string): Promise<Answer> {
    person.accessToken = token;
    return person.me();
  }
});

function expectRefused(
  { status, body, headers }: Answer,
  code = 'access_token_invalid',
): void {
  expect([status, body.code]).toEqual([401, code]);
  expect(headers.get('www-authenticate')).toBe('Bearer');
}
