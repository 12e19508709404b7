import { sendRaw } from './support/raw-request.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const BODY = { 'x-token-transport': 'body' };

describe('how the refresh token travels', () => {
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

  it('is set by register, login and refresh, in a cookie and nowhere else', async () => {
    const answers = [
      await server.client().register(),
      await person.login(),
      await person.refresh(),
    ];
    for (const answer of answers) {
      expect(answer.headers.getSetCookie()).toHaveLength(1);
      const [, token] = /^refresh_token=([\w.-]+);/.exec(cookieOf(answer))!;
      expect(answer.body).not.toHaveProperty('refreshToken');
      expect(answer.text).not.toContain(token);
    }
  });

  describe('in the body', () => {
    it('comes in JSON, without a cookie', async () => {
      const app = server.client();
      const registered = await registerApp(app);
      expect(registered.headers.getSetCookie()).toEqual([]);
      const { username, password } = app;
      const login = await app.post(
        '/api/auth/login',
        { username, password },
        BODY,
      );
      expect(login.headers.getSetCookie()).toEqual([]);
      expect(login.body.refreshToken).toMatch(/^[\w.-]+$/);
    });

    it('is refreshed and logged out with', async () => {
      const app = server.client();
      const { refreshToken } = (await registerApp(app)).body;
      const refreshed = await app.post(
        '/api/auth/refresh',
        { refreshToken },
        BODY,
      );
      expect(refreshed.status).toBe(200);
      expect(refreshed.headers.getSetCookie()).toEqual([]);
      expect(refreshed.body.refreshToken).not.toBe(refreshToken);
      const logout = await app.post(
        '/api/auth/logout',
        { refreshToken: refreshed.body.refreshToken },
        BODY,
      );
      expect(logout.status).toBe(204);
      expect((await app.me()).body.code).toBe('session_revoked');
    });

    it('is refused without the header that asks for it', async () => {
      const app = server.client();
      const { refreshToken } = (await registerApp(app)).body;
      for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
        const { status, body } = await app.post(path, { refreshToken });
        expect([status, body.code]).toEqual([400, 'validation_failed']);
      }
      expect((await app.me()).status).toBe(200);
      const again = await app.post('/api/auth/refresh', { refreshToken }, BODY);
      expect(again.status).toBe(200);
    });

    it('is refused beside a cookie, and nothing is rotated or ended', async () => {
      const app = server.client();
      const { refreshToken } = (await registerApp(app)).body;
      for (const path of ['/api/auth/refresh', '/api/auth/logout'])
        for (const headers of [BODY, {}]) {
          const answer = await person.post(path, { refreshToken }, headers);
          expect([answer.status, answer.body.code]).toEqual([
            400,
            'validation_failed',
          ]);
          expect(answer.text).not.toContain('eyJ');
        }
      server.clock.advance(11_000);
      expect((await person.refresh()).status).toBe(200);
      const again = await app.post('/api/auth/refresh', { refreshToken }, BODY);
      expect(again.status).toBe(200);
    });

    it('never answers a token that came by cookie', async () => {
      const answer = await person.post('/api/auth/refresh', undefined, BODY);
      expect(answer.status).toBe(200);
      expect(answer.body).not.toHaveProperty('refreshToken');
      expect(cookieOf(answer)).toMatch(/^refresh_token=/);
    });
  });

  it('stays in the jar when a refresh fails', async () => {
    const old = person.copy();
    await person.refresh();
    server.clock.advance(11_000);
    const failures = [await old.refresh(), await person.refresh()];
    person.cookies.set('refresh_token', 'garbage');
    failures.push(await person.refresh());
    person.cookies.clear();
    failures.push(await person.refresh());
    expect(failures.map(({ body }) => body.code)).toEqual([
      'refresh_token_reused',
      'session_revoked',
      'refresh_token_invalid',
      'refresh_token_missing',
    ]);
    for (const { status, headers } of failures) {
      expect(status).toBe(401);
      expect(headers.getSetCookie()).toEqual([]);
    }
  });

  it.each([
    'refresh_token=a; refresh_token=b',
    'refresh_token',
    'refresh_token=',
    'refresh_token=""',
    'refresh_token=%zz',
    'refresh_token=%00',
    `refresh_token=${'x'.repeat(10_000)}`,
    '=; ;;=;refresh_token==;',
    '__proto__=x; constructor=y; refresh_token=z',
    '\xff\xfe=\xfd; refresh_token=\xff',
    '$Version=1; refresh_token=a.b.c',
  ])('in the odd cookie %s is no server error', async (cookie) => {
    for (const path of ['/api/auth/refresh', '/api/auth/logout']) {
      const headers = [['Cookie', cookie]] as const;
      const { status } = await sendRaw(server.url, { path, headers });
      expect(status).toBe(path.endsWith('refresh') ? 401 : 204);
    }
  });

  it('has one spelling: a percent-encoded one is another token', async () => {
    const encoded = person.refreshToken!.replace('.', '%2e');
    person.cookies.set('refresh_token', encoded);
    const { status, body } = await person.refresh();
    expect([status, body.code]).toEqual([401, 'refresh_token_invalid']);
  });

  async function registerApp(app: TestClient): Promise<Answer> {
    app.username = person.username.replace('user', 'app');
    app.password = person.password;
    const { username, password } = app;
    return app.post('/api/auth/register', { username, password }, BODY);
  }
});

function cookieOf({ headers }: Answer): string {
  return headers.getSetCookie().join('\n');
}
