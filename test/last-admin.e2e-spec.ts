import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { UserDeletion, UserStanding } from '../src/auth/index.js';
import type { CodedException } from '../src/common/errors/coded.exception.js';
import {
  auditOf,
  deleteUser,
  leave,
  newAdmin,
  newUser,
  patchUser,
  type Somebody,
} from './support/administrators.js';
import { begin, query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';

describe('the last administrator', () => {
  let server: TestServer;
  let admin: Somebody;
  beforeAll(async () => {
    server = await startServer(
      { DATABASE_POOL_MAX: '20' },
      { hasher: PasswordHasher },
    );
  });
  beforeEach(async () => {
    await query(server.databaseUrl, `UPDATE users SET role = 'user'`);
    admin = await newAdmin(server);
  });
  afterAll(() => server.close());

  it('cannot be demoted, disabled or deleted, nor leave', async () => {
    // A disabled one is no help.
    const disabled = await newAdmin(server);
    await patchUser(admin, disabled.id, { status: 'disabled' });
    const answers = [
      await patchUser(admin, admin.id, { role: 'user' }),
      await patchUser(admin, admin.id, { status: 'disabled' }),
      await patchUser(admin, admin.id, { role: 'user', status: 'active' }),
      await deleteUser(admin, admin.id),
      await leave(admin.client, { password: admin.client.password }),
    ];
    expect(answers.map(outcomeOf)).toEqual(answers.map(() => '409 last_admin'));
    expect((await admin.client.me()).body.role).toBe('admin');
    expect(admin.client.refreshToken).toBeDefined();
    const audit = await auditOf(server, admin.id);
    expect(audit.map(({ type }) => type)).toEqual([
      'user.registered',
      'login.succeeded',
    ]);
    const again = await patchUser(admin, admin.id, { role: 'admin' });
    expect(again.status).toBe(200);
  });

  it('may go once there is another', async () => {
    await newAdmin(server);
    const { client } = admin;
    const answer = await leave(client, { password: client.password });
    expect(answer.status).toBe(204);
  });

  it('keeps nobody else from going', async () => {
    const { client } = await newUser(server);
    const answer = await leave(client, { password: client.password });
    expect(answer.status).toBe(204);
  });

  it('is left when two go at the same time, in whatever ways', async () => {
    for (let round = 0; round < 9; round += 1) {
      const [a, b] = await onlyTwo();
      const outcomes = await Promise.all([
        outcome(ways()[round % 3]!(a, a)),
        outcome(ways()[Math.floor(round / 3)]!(b, b)),
      ]);
      expect(outcomes.sort()).toEqual(['done', 'last_admin']);
      expect(await adminsLeft()).toBe(1);
    }
  });

  it('is the one who is quicker when two remove each other, in whatever ways', async () => {
    for (let round = 0; round < 9; round += 1) {
      const [a, b] = await onlyTwo();
      const outcomes = await Promise.all([
        outcome(ways()[round % 3]!(a, b)),
        outcome(ways()[Math.floor(round / 3)]!(b, a)),
      ]);
      expect(outcomes.sort()).toEqual([
        'done',
        expect.stringMatching(/^(forbidden|session_revoked)$/),
      ]);
      expect(await adminsLeft()).toBe(1);
    }
  });

  it('is not named to whom it has removed', async () => {
    for (const way of ways()) {
      const [a, b] = await onlyTwo();
      await query(
        server.databaseUrl,
        `UPDATE users SET role = 'user' WHERE id = $1`,
        [b.id],
      );
      expect(await outcome(way(b, a))).toBe('forbidden');
    }
  });

  it('may not go when somebody became one while leaving', async () => {
    const { client, id } = await newUser(server);
    const promotion = await begin(
      server.databaseUrl,
      `UPDATE users SET role = CASE WHEN id = '${id}' THEN 'admin' ELSE 'user' END WHERE id IN ('${id}', '${admin.id}')`,
    );
    const leaving = leave(client, { password: client.password });
    await promotion.commitOnceAwaited();
    expect(outcomeOf(await leaving)).toBe('409 last_admin');
    expect(await adminsLeft()).toBe(1);
  });

  it('is looked for without waiting, and nobody waits where no administrator may be lost', async () => {
    const [boss, user, another] = [
      await newAdmin(server),
      await newUser(server),
      await newUser(server),
    ];
    const busy = await begin(
      server.databaseUrl,
      `SELECT 1 FROM users WHERE id = '${admin.id}' FOR UPDATE`,
    );
    const { client } = user;
    const answers = [
      await leave(client, { password: client.password }),
      await patchUser(boss, another.id, { status: 'disabled' }),
      await deleteUser(boss, another.id),
    ];
    expect(answers.map(outcomeOf)).toEqual(['204', '200', '204']);
    await query(
      server.databaseUrl,
      `UPDATE users SET role = 'user' WHERE id = $1`,
      [boss.id],
    );
    const last = await leave(admin.client, { password: admin.client.password });
    expect(outcomeOf(last)).toBe('409 last_admin');
    await busy.commit();
  });

  /** How an administrator is removed, by another or by none. */
  function ways(): ((by: Actor, { id }: Actor) => Promise<void>)[] {
    const standing = server.app.get(UserStanding);
    const deletion = server.app.get(UserDeletion);
    const ip = '127.0.0.1';
    return [
      (by, { id }) => standing.change(id, { role: 'user' }, { ...by, ip }),
      (by, { id }) =>
        standing.change(id, { status: 'disabled' }, { ...by, ip }),
      (by, { id }) => deletion.delete(id, by),
    ];
  }

  /** Two new administrators, and no other. */
  async function onlyTwo(): Promise<[Actor, Actor]> {
    const rows = await query<Actor>(
      server.databaseUrl,
      `WITH others AS (UPDATE users SET role = 'user' WHERE role = 'admin')
       INSERT INTO users (id, nickname, role, refresh_tokens)
       SELECT gen_random_uuid(), 'admin', 'admin', '{"session": {}}' FROM generate_series(1, 2)
       RETURNING id, 'session' AS "sessionId"`,
    );
    return [rows[0]!, rows[1]!];
  }

  async function adminsLeft(): Promise<number> {
    const rows = await query(
      server.databaseUrl,
      `SELECT id FROM users WHERE role = 'admin' AND status = 'active'`,
    );
    return rows.length;
  }
});

interface Actor {
  readonly id: string;
  readonly sessionId: string;
}

/** `done`, or the code of the refusal. */
function outcome(change: Promise<void>): Promise<string> {
  return change.then(
    () => 'done',
    (error: CodedException) => error.code,
  );
}
