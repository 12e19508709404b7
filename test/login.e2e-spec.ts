import { randomUUID } from 'node:crypto';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

describe('logging in', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({}, { hasher: PasswordHasher });
    person = server.client();
    await person.register();
    await query(
      server.databaseUrl,
      `INSERT INTO users (id, username, username_key, nickname) VALUES ($1, 'kakao-only', 'kakao-only', 'Kakao')`,
      [randomUUID()],
    );
  });
  afterAll(() => server.close());

  it('registers, answers who is calling, refreshes and logs out', async () => {
    const person = server.client();
    const registered = await person.register({
      nickname: '민수',
      email: 'minsu@example.com',
    });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      user: {
        id: expect.any(String),
        username: person.username,
        nickname: '민수',
        email: 'minsu@example.com',
        emailVerified: false,
        role: 'user',
        providers: ['local'],
        createdAt: expect.any(String),
      },
    });
    expect((await person.me()).body).toEqual(registered.body.user);
    expect((await person.refresh()).status).toBe(200);
    expect((await person.me()).status).toBe(200);
    expect((await person.post('/api/auth/logout')).status).toBe(204);
    expect((await person.me()).body.code).toBe('session_revoked');
    expect((await person.refresh()).body.code).toBe('refresh_token_missing');
  });

  it('answers a login as it answers a registration', async () => {
    const answer = await person.copy().login();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      user: (await person.me()).body,
    });
  });

  it('takes the username in any case and width, and the password as another keyboard types it', async () => {
    const { password } = person;
    const folded = person.username.toUpperCase();
    expect((await server.client().login(folded, password)).status).toBe(200);
    const wide = password.replace('correct', 'ｃｏｒｒｅｃｔ');
    const answer = await server.client().login(person.username, wide);
    expect(answer.status).toBe(200);
  });

  it('answers an unknown user, a wrong password and a user without one the same bytes', async () => {
    const answers = [
      await server.client().login('nobody-of-that-name', person.password),
      await server.client().login(person.username, 'wrong password'),
      await server.client().login('kakao-only', person.password),
      await server.client().login('no username!', person.password),
    ];
    expect(answers[0]!.status).toBe(401);
    expect(answers[0]!.body.code).toBe('invalid_credentials');
    expect(new Set(answers.map(visible)).size).toBe(1);
  });

  it('tells of a disabled account only to who knows the password', async () => {
    const banned = server.client();
    await banned.register();
    await query(
      server.databaseUrl,
      `UPDATE users SET status = 'disabled' WHERE username = $1`,
      [banned.username],
    );
    const wrong = await banned.login(banned.username, 'wrong password');
    const unknown = await server.client().login('nobody-here', 'wrong');
    expect(visible(wrong)).toBe(visible(unknown));
    const right = await banned.login();
    expect([right.status, right.body.code]).toEqual([403, 'account_disabled']);
    expect(right.headers.getSetCookie()).toEqual([]);
  });

  it('writes logins that succeed and that fail to the audit', async () => {
    const someone = server.client();
    const { id } = (await someone.register()).body.user;
    await someone.login(someone.username, 'wrong password');
    await someone.login();
    await someone.login('kakao-only', 'wrong password');
    const events = await query(
      server.databaseUrl,
      `SELECT type, actor_id, ip FROM audit_events WHERE user_id = $1 ORDER BY position`,
      [id],
    );
    const ip = '127.0.0.1';
    expect(events).toEqual([
      { type: 'user.registered', actor_id: id, ip },
      { type: 'login.failed', actor_id: null, ip },
      { type: 'login.succeeded', actor_id: id, ip },
    ]);
  });

  it('moves lastLoginAt', async () => {
    const before = await lastLogin();
    server.clock.advance(60_000);
    await person.copy().login();
    expect((await lastLogin()) - before).toBeGreaterThanOrEqual(60_000);
  });

  async function lastLogin(): Promise<number> {
    const [row] = await query<{ last_login_at: Date }>(
      server.databaseUrl,
      'SELECT last_login_at FROM users WHERE username = $1',
      [person.username],
    );
    return row!.last_login_at.getTime();
  }
});

/** What a caller sees of an answer, but for what differs from request to request. */
function visible({ status, headers, text, body }: Answer): string {
  const names = [...headers.keys()].filter((name) => name !== 'date');
  const values = names
    .filter((name) => name !== 'x-request-id')
    .map((name) => `${name}: ${headers.get(name)}`);
  return [status, names, values, text.replace(body.requestId, '')].join('\n');
}
