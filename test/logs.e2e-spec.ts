import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { createDatabase, query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import { spawnServer } from './support/spawned-server.js';

interface Line {
  readonly msg: string;
  readonly reqId?: string;
  readonly method?: string;
  readonly status?: number;
  readonly code?: string;
  readonly refusedOrigin?: string;
  readonly err?: object;
}

describe('the log', () => {
  describe('of a whole life, at level trace', () => {
    let server: TestServer;
    const secrets: string[] = [];
    const ids: string[] = [];
    beforeAll(async () => {
      server = await startServer(
        { LOG_LEVEL: 'trace' },
        { hasher: PasswordHasher },
      );
      await live();
    });
    afterAll(() => server.close());

    it('holds no password, token, cookie or header', () => {
      const log = server.log.join('\n');
      expect(secrets.length).toBeGreaterThan(8);
      for (const secret of secrets) expect(log).not.toContain(secret);
      expect(log).not.toMatch(/eyJ[\w-]{10}/);
      expect(log).not.toMatch(/\$argon2|\$2b\$/);
      expect(log).not.toMatch(/bearer ey|set-cookie/i);
    });

    it('holds one line per request, under the id of its answer', () => {
      const lines = server.log.map((line) => JSON.parse(line) as Line);
      const requests = lines.filter(({ msg }) => msg === 'request');
      expect(requests).toHaveLength(ids.length);
      expect(new Set(requests.map(({ reqId }) => reqId))).toEqual(new Set(ids));
    });

    it('holds no path or query as it was sent', () => {
      expect(server.log.join('\n')).not.toContain('secret-in-the-query');
    });

    async function live(): Promise<void> {
      const person = server.client();
      const send = async (
        ...[path, options]: Parameters<typeof person.send>
      ) => {
        const answer = await person.send(path, options);
        const id = answer.headers.get('x-request-id')!;
        ids.push(id);
        if (answer.body?.requestId) expect(answer.body.requestId).toBe(id);
        secrets.push(...tokensOf());
        return answer;
      };
      const tokensOf = () =>
        [person.accessToken, person.refreshToken].filter(
          (token) => token !== undefined,
        );
      const username = 'log-watcher';
      const password = 'log-me-not passphrase';
      const newPassword = 'neither log-this phrase';
      secrets.push(password, newPassword, 'wrong-password-log');
      const body = { username, password };
      await send('/api/auth/register', { body });
      await send('/api/auth/login', { body });
      await send('/api/auth/login', {
        body: { username, password: 'wrong-password-log' },
      });
      await send('/api/auth/refresh', { method: 'POST' });
      await send('/api/users/me?token=secret-in-the-query');
      await send('/api/auth/token/verify', {
        body: { token: person.accessToken },
      });
      await send('/api/auth/password/change', {
        body: { currentPassword: password, newPassword },
      });
      await send('/api/auth/login', { body: { password, secret: password } });
      await send('/api/users/me', {
        headers: { authorization: 'Bearer secret-in-the-query' },
      });
      await send('/api/nothing', { method: 'POST', body });
      await send('/api/auth/logout', { method: 'POST' });
    }
  });

  describe('of a request', () => {
    const OWN = 'http://localhost:3000';
    const FOREIGN = 'http://127.0.0.1:5174';
    let server: TestServer;
    beforeAll(async () => {
      server = await startServer({ LOG_LEVEL: 'info' });
    });
    afterAll(() => server.close());

    async function logged(method: string, headers = {}): Promise<Line> {
      const path = '/api/auth/refresh';
      const answer = await server.client().send(path, { method, headers });
      const id = answer.headers.get('x-request-id');
      // A line of its own may come in between, of the database for one.
      const lines = server.log
        .map((line) => JSON.parse(line) as Line)
        .filter(({ reqId }) => reqId === id);
      expect(lines).toHaveLength(1);
      return lines[0]!;
    }

    it('that was refused tells why', async () => {
      const line = await logged('POST');
      expect([line.status, line.code]).toEqual([401, 'refresh_token_missing']);
      expect(line).not.toHaveProperty('refusedOrigin');
    });

    it('tells an origin that is not allowed, in its one line', async () => {
      const line = await logged('POST', { origin: FOREIGN });
      expect([line.code, line.refusedOrigin]).toEqual([
        'origin_not_allowed',
        FOREIGN,
      ]);
    });

    it('tells it of a preflight, too, which is all that comes of most requests', async () => {
      const line = await logged('OPTIONS', {
        origin: FOREIGN,
        'access-control-request-method': 'POST',
      });
      expect([line.method, line.refusedOrigin]).toEqual(['OPTIONS', FOREIGN]);
    });

    it('tells nothing of an origin that is allowed', async () => {
      const line = await logged('POST', { origin: OWN });
      expect(line).not.toHaveProperty('refusedOrigin');
    });

    it('gives no orders to the terminal that shows it', async () => {
      const line = await logged('POST', { origin: 'https://\x9b31m.example' });
      expect(line.refusedOrigin).toBe('https://?31m.example');
    });

    it('is no longer for an origin that is long', async () => {
      const line = await logged('POST', { origin: 'x'.repeat(15_000) });
      expect(JSON.stringify(line).length).toBeLessThan(700);
    });
  });

  it('tells of a database error its SQLSTATE and constraint, and nothing of the statement', async () => {
    const url = await createDatabase();
    const server = await spawnServer({ DATABASE_URL: url, LOG_LEVEL: 'trace' });
    const person = server.client();
    await person.register();
    await query(url, 'ALTER TABLE audit_events RENAME COLUMN ip TO address');
    const answers = [await person.login(), await person.copy().register()];
    await query(
      url,
      `ALTER TABLE audit_events RENAME COLUMN address TO ip;
       ALTER TABLE users ADD CONSTRAINT no_minsu CHECK (nickname <> 'minsu-the-cat')`,
    );
    answers.push(await person.copy().register({ nickname: 'minsu-the-cat' }));
    expect(await server.stop()).toBe(0);
    const errors = server
      .output()
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
      .filter(({ err }) => err);
    const type = 'DatabaseError';
    expect(errors.map(({ err }) => err)).toEqual([
      { type, sqlState: '42703' },
      { type, sqlState: '42703' },
      { type, sqlState: '23514', constraint: 'no_minsu' },
    ]);
    const ids = answers.map(({ body }) => body.requestId);
    expect(errors.map(({ reqId }) => reqId)).toEqual(ids);
    for (const { status, text } of answers) {
      expect(status).toBe(500);
      expect(text).not.toMatch(/audit|users|column|42703|23514|at \//i);
    }
    for (const secret of ['INSERT', 'UPDATE', 'minsu-the-cat', person.username])
      expect(server.output()).not.toContain(secret);
  });
});
