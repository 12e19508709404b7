import { UserDeletion, UserStanding } from '../src/auth/index.js';
import { CodedException } from '../src/common/errors/coded.exception.js';
import {
  auditOf,
  deleteUser,
  leave,
  newAdmin,
  newUser,
  patchUser,
  type Somebody,
} from './support/administrators.js';
import { query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';

describe('the last administrator', () => {
  let server: TestServer;
  let admin: Somebody;
  beforeAll(async () => {
    server = await startServer({ DATABASE_POOL_MAX: '20' });
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

  it('is left when two remove each other at the same time, in whatever ways', async () => {
    const standing = server.app.get(UserStanding);
    const deletion = server.app.get(UserDeletion);
    const by = (actorId: string) => ({ actorId, ip: '127.0.0.1' });
    const ways = [
      (actor: string, id: string) =>
        standing.change(id, { role: 'user' }, by(actor)),
      (actor: string, id: string) =>
        standing.change(id, { status: 'disabled' }, by(actor)),
      (actor: string, id: string) => deletion.delete(id, actor),
    ];
    for (let round = 0; round < 27; round += 1) {
      const [a, b] = await onlyTwo();
      const outcomes = await Promise.allSettled([
        ways[round % 3]!(a, b),
        ways[Math.floor(round / 3) % 3]!(b, a),
      ]);
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toEqual([
        { status: 'rejected', reason: new CodedException('last_admin') },
      ]);
      const left = await query(
        server.databaseUrl,
        `SELECT id FROM users WHERE role = 'admin' AND status = 'active'`,
      );
      expect(left).toHaveLength(1);
    }
  });

  /** Two new administrators, and no other. */
  async function onlyTwo(): Promise<[string, string]> {
    const rows = await query<{ id: string }>(
      server.databaseUrl,
      `WITH others AS (UPDATE users SET role = 'user' WHERE role = 'admin')
       INSERT INTO users (id, nickname, role)
       SELECT gen_random_uuid(), 'admin', 'admin' FROM generate_series(1, 2) RETURNING id`,
    );
    return [rows[0]!.id, rows[1]!.id];
  }
});
