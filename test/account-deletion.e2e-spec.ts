import { Controller } from '@nestjs/common';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { OnUserDeleted, UserDeleted } from '../src/auth/index.js';
import {
  auditOf,
  deleteUser,
  leave,
  newAdmin,
  newUser,
} from './support/administrators.js';
import { begin, query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';

let failing = false;

/** A feature that keeps something about users. */
@Controller('notes')
class NotesController {
  @OnUserDeleted()
  async forget({ userId, manager }: UserDeleted): Promise<void> {
    await manager.query(
      'UPDATE notes SET author = NULL, told = told + (SELECT count(*) FROM users WHERE id = $1)::int WHERE author = $1',
      [userId],
    );
  }
}

@Controller('fragile')
class FragileController {
  @OnUserDeleted()
  async refuse(): Promise<void> {
    await Promise.resolve();
    if (failing) throw new Error('cannot forget');
  }
}

describe('deleting the own account', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(
      {},
      {
        controllers: [NotesController, FragileController],
        hasher: PasswordHasher,
      },
    );
    await query(
      server.databaseUrl,
      'CREATE TABLE notes (author uuid, told int NOT NULL DEFAULT 0)',
    );
  });
  afterEach(() => {
    failing = false;
  });
  afterAll(() => server.close());

  it('asks for the password', async () => {
    const { client, id } = await newUser(server);
    const attempts = [undefined, {}, { password: 'wrong horse battery' }];
    const outcomes = [];
    for (const body of attempts)
      outcomes.push(outcomeOf(await leave(client, body)));
    expect(outcomes).toEqual([
      '403 reauthentication_required',
      '403 reauthentication_required',
      '401 invalid_credentials',
    ]);
    expect((await client.me()).status).toBe(200);
    expect(client.refreshToken).toBeDefined();
    expect((await auditOf(server, id)).at(-1)).toMatchObject({
      type: 'login.failed',
      details: { reason: 'wrong current password' },
    });
  });

  it.each([null, 7, ['a'], 'x'.repeat(129)])(
    'refuses %j for a password',
    async (password) => {
      const { client } = await newUser(server);
      const answer = await leave(client, { password });
      expect(outcomeOf(answer)).toBe('400 validation_failed');
    },
  );

  it('leaves nothing behind: no session, no cookie, no row, no address', async () => {
    const { client, id } = await newUser(server, { email: 'a@example.com' });
    const device = client.copy();
    await device.login();
    await query(
      server.databaseUrl,
      `INSERT INTO one_time_tokens VALUES ('h', 'password_reset', $1, 'a@example.com', now())`,
      [id],
    );
    await query(
      server.databaseUrl,
      `INSERT INTO mail_outbox (purpose, user_id, address, language, created_at, due_at)
       VALUES ('password_reset', $1, 'a@example.com', 'en', now(), now())`,
      [id],
    );
    const answer = await leave(client, { password: client.password });
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(answer.headers.getSetCookie()).toEqual([
      'refresh_token=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Strict',
    ]);
    for (const each of [client, device])
      expect(outcomeOf(await each.me())).toBe('401 session_revoked');
    expect(outcomeOf(await device.refresh())).toBe('401 session_revoked');
    expect(outcomeOf(await device.login())).toBe('401 invalid_credentials');
    const [left] = await query(
      server.databaseUrl,
      `SELECT (SELECT count(*)::int FROM users WHERE id = $1) AS users,
         (SELECT count(*)::int FROM one_time_tokens WHERE user_id = $1) AS tokens,
         (SELECT count(*)::int FROM mail_outbox WHERE user_id = $1) AS mails`,
      [id],
    );
    expect(left).toEqual({ users: 0, tokens: 0, mails: 0 });
    const audit = await auditOf(server, id);
    expect(audit.at(-1)).toMatchObject({ type: 'user.deleted', actor_id: id });
    expect(audit.length).toBeGreaterThan(2);
    expect(audit.map(({ ip }) => ip)).toEqual(audit.map(() => null));
  });

  it('erases the addresses of however many events, a batch at a time', async () => {
    const { client, id } = await newUser(server);
    await query(
      server.databaseUrl,
      `INSERT INTO audit_events (type, actor_id, user_id, ip)
       SELECT 'login.failed', CASE WHEN n % 3 = 0 THEN $1::uuid END, CASE WHEN n % 3 > 0 THEN $1::uuid END, '192.0.2.1'
       FROM generate_series(1, 20001) AS n`,
      [id],
    );
    await query(
      server.databaseUrl,
      `CREATE TABLE erasures (events int);
       CREATE FUNCTION count_erasures() RETURNS trigger LANGUAGE plpgsql AS
         'BEGIN INSERT INTO erasures SELECT count(*) FROM erased; RETURN NULL; END';
       CREATE TRIGGER count_erasures AFTER UPDATE ON audit_events REFERENCING NEW TABLE AS erased
         FOR EACH STATEMENT EXECUTE FUNCTION count_erasures()`,
    );
    await leave(client, { password: client.password });
    const [left] = await query(
      server.databaseUrl,
      `SELECT count(*)::int AS count FROM audit_events WHERE ip IS NOT NULL AND $1 IN (user_id, actor_id)`,
      [id],
    );
    expect(left).toEqual({ count: 0 });
    const erasures = await query<{ events: number }>(
      server.databaseUrl,
      'SELECT events FROM erasures WHERE events > 0',
    );
    // With the one of the registration.
    expect(erasures.map(({ events }) => events)).toEqual([10_000, 10_000, 2]);
    await query(
      server.databaseUrl,
      'DROP TRIGGER count_erasures ON audit_events',
    );
  });

  it('frees the username for a new account', async () => {
    const { client, id } = await newUser(server);
    await leave(client, { password: client.password });
    const again = server.client();
    const { body } = await again.post('/api/auth/register', {
      username: client.username.toUpperCase(),
      password: client.password,
    });
    expect(body.user.id).not.toBe(id);
  });

  it('keeps the address of who did something to somebody else', async () => {
    const [admin, user] = [await newAdmin(server), await newUser(server)];
    await deleteUser(admin, user.id);
    const [registered] = await auditOf(server, admin.id);
    expect(registered!.ip).toBe('127.0.0.1');
    expect((await auditOf(server, user.id)).at(-1)).toMatchObject({
      type: 'user.deleted',
      actor_id: admin.id,
      ip: null,
    });
  });

  it('tells every module while the user is still there', async () => {
    const { client, id } = await newUser(server);
    await query(server.databaseUrl, 'INSERT INTO notes VALUES ($1)', [id]);
    await leave(client, { password: client.password });
    const notes = await query(
      server.databaseUrl,
      'SELECT author, told FROM notes WHERE told > 0',
    );
    expect(notes).toEqual([{ author: null, told: 1 }]);
  });

  it('does not happen when a module cannot follow', async () => {
    failing = true;
    const { client, id } = await newUser(server);
    await query(server.databaseUrl, 'INSERT INTO notes VALUES ($1)', [id]);
    const answer = await leave(client, { password: client.password });
    expect(outcomeOf(answer)).toBe('500 internal_error');
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect((await client.me()).status).toBe(200);
    expect((await client.refresh()).status).toBe(200);
    const notes = await query(
      server.databaseUrl,
      'SELECT told FROM notes WHERE author = $1',
      [id],
    );
    expect(notes).toEqual([{ told: 0 }]);
    const audit = await auditOf(server, id);
    expect(audit.map(({ type }) => type)).toEqual(['user.registered']);
    expect(audit[0]!.ip).not.toBeNull();
  });

  it.each([
    {
      name: 'a logout',
      set: `refresh_tokens = '{}'`,
      outcome: '401 session_revoked',
    },
    {
      name: 'a new password',
      set: `password_hash = 'another'`,
      outcome: '401 invalid_credentials',
    },
    {
      name: 'a disabling',
      set: `status = 'disabled'`,
      outcome: '401 session_revoked',
    },
  ])('loses to $name that comes before it', async ({ set, outcome }) => {
    const { client, id } = await newUser(server);
    // It has confirmed the password, and stands before the locks.
    const change = await begin(
      server.databaseUrl,
      `UPDATE users SET ${set} WHERE id = '${id}'`,
    );
    const leaving = leave(client, { password: client.password });
    await change.commitOnceAwaited();
    expect(outcomeOf(await leaving)).toBe(outcome);
    const rows = await query(
      server.databaseUrl,
      'SELECT 1 FROM users WHERE id = $1',
      [id],
    );
    expect(rows).toHaveLength(1);
    expect((await auditOf(server, id))[0]!.ip).toBe('127.0.0.1');
  });
});
