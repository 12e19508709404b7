import {
  auditOf,
  deleteUser,
  newAdmin,
  newUser,
  patchUser,
  type Somebody,
} from './support/administrators.js';
import { begin, query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('an administrator', () => {
  let server: TestServer;
  let admin: Somebody;
  beforeAll(async () => {
    server = await startServer();
    admin = await newAdmin(server);
  });
  afterAll(() => server.close());

  it('sees a user with status, last login and sessions that have not run out', async () => {
    const { client, id } = await newUser(server, { nickname: '민수' });
    await client.copy().login();
    const path = `/api/admin/users/${id}`;
    const { status, body } = await admin.client.send(path);
    expect(status).toBe(200);
    expect(body).toEqual({
      ...(await client.me()).body,
      status: 'active',
      lastLoginAt: expect.stringMatching(/^20.*Z$/),
      sessionCount: 2,
    });
    await query(
      server.databaseUrl,
      `UPDATE users SET refresh_tokens = refresh_tokens || '{"old": {"expiresAt": 5}}' WHERE id = $1`,
      [id],
    );
    const again = await admin.client.send(
      path.toUpperCase().replace('/API/ADMIN/USERS', '/api/admin/users'),
    );
    expect(again.body.sessionCount).toBe(2);
  });

  it('is told of ids that nobody has, and of what is no id', async () => {
    for (const [method, path, body] of [
      ['GET', ''],
      ['PATCH', '', {}],
      ['PATCH', '', { role: 'user' }],
      ['DELETE', ''],
      ['DELETE', '/sessions'],
    ] as const) {
      const [unknown, nonsense] = await Promise.all(
        [UNKNOWN, 'me'].map((id) =>
          admin.client.send(`/api/admin/users/${id}${path}`, { method, body }),
        ),
      );
      expect(outcomeOf(unknown!)).toBe('404 not_found');
      expect(outcomeOf(nonsense!)).toBe('400 validation_failed');
      expect(nonsense!.body.details[0].field).toBe('id');
    }
  });

  it('disables: every session ends, the login is refused, and enabling brings it back', async () => {
    const { client, id } = await newUser(server);
    const device = client.copy();
    await device.login();
    const disabled = await patchUser(admin, id, { status: 'disabled' });
    expect(disabled.body).toMatchObject({
      id,
      status: 'disabled',
      sessionCount: 0,
    });
    for (const each of [client, device]) {
      expect(outcomeOf(await each.me())).toBe('401 session_revoked');
      expect(outcomeOf(await each.refresh())).toBe('401 session_revoked');
    }
    expect(outcomeOf(await client.login())).toBe('403 account_disabled');
    const enabled = await patchUser(admin, id, { status: 'active' });
    expect(enabled.body.status).toBe('active');
    expect(outcomeOf(await device.refresh())).toBe('401 session_revoked');
    expect((await client.login()).status).toBe(200);
  });

  it('gives and takes the role, which counts at the next request', async () => {
    const other = await newUser(server);
    const list = () => other.client.send('/api/admin/users?limit=1');
    expect(outcomeOf(await list())).toBe('403 forbidden');
    const { body } = await patchUser(admin, other.id, { role: 'admin' });
    expect(body.role).toBe('admin');
    expect((await list()).status).toBe(200);
    await patchUser(other, other.id, { role: 'user' });
    expect(outcomeOf(await list())).toBe('403 forbidden');
    expect((await other.client.me()).body.role).toBe('user');
  });

  it('leaves a trace of each change, and none of what stays', async () => {
    const { id } = await newUser(server);
    await patchUser(admin, id, {});
    await patchUser(admin, id, { role: 'user', status: 'active' });
    await patchUser(admin, id, { role: 'admin', status: 'disabled' });
    await patchUser(admin, id, { role: 'user' });
    const [, ...audit] = await auditOf(server, id);
    const by = { actor_id: admin.id, ip: '127.0.0.1' };
    expect(audit).toEqual([
      { type: 'role.changed', ...by, details: { from: 'user', to: 'admin' } },
      {
        type: 'status.changed',
        ...by,
        details: { from: 'active', to: 'disabled' },
      },
      { type: 'role.changed', ...by, details: { from: 'admin', to: 'user' } },
    ]);
  });

  it('changes nothing that cannot be audited', async () => {
    const { client, id } = await newUser(server);
    await query(
      server.databaseUrl,
      `ALTER TABLE audit_events ADD CONSTRAINT deaf CHECK (type NOT IN ('role.changed', 'status.changed', 'user.deleted')) NOT VALID`,
    );
    const answers = [
      await patchUser(admin, id, { role: 'admin' }),
      await patchUser(admin, id, { status: 'disabled' }),
      await deleteUser(admin, id),
    ];
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 500]);
    await query(
      server.databaseUrl,
      'ALTER TABLE audit_events DROP CONSTRAINT deaf',
    );
    expect((await client.me()).body.role).toBe('user');
  });

  it.each([
    { role: null },
    { status: null },
    { role: 'root' },
    { role: ['admin'] },
    { status: 'deleted' },
    { nickname: 'x' },
    { passwordHash: 'x' },
  ])('cannot write %j', async (body) => {
    const { id } = await newUser(server);
    const answer = await patchUser(admin, id, body);
    expect(outcomeOf(answer)).toBe('400 validation_failed');
    expect(answer.body.details[0].field).toBe(Object.keys(body)[0]);
  });

  it("ends a user's sessions, and the audit says who did", async () => {
    const { client, id } = await newUser(server);
    const path = `/api/admin/users/${id}/sessions`;
    for (let times = 0; times < 2; times += 1) {
      const answer = await admin.client.send(path, { method: 'DELETE' });
      expect([answer.status, answer.text]).toEqual([204, '']);
    }
    expect(outcomeOf(await client.me())).toBe('401 session_revoked');
    const [, ...audit] = await auditOf(server, id);
    expect(audit).toEqual([
      {
        type: 'sessions.ended',
        actor_id: admin.id,
        ip: '127.0.0.1',
        details: {},
      },
    ]);
    expect((await client.login()).status).toBe(200);
  });

  it.each([
    {
      name: 'disabled',
      set: `status = 'disabled'`,
      outcome: '401 session_revoked',
    },
    {
      name: 'logged out',
      set: `refresh_tokens = '{}'`,
      outcome: '401 session_revoked',
    },
    { name: 'demoted', set: `role = 'user'`, outcome: '403 forbidden' },
  ])(
    'who is $name while acting does nothing any more',
    async ({ set, outcome }) => {
      const [acting, user] = [await newAdmin(server), await newUser(server)];
      const state = () =>
        query(
          server.databaseUrl,
          'SELECT id, role, status, refresh_tokens FROM users WHERE id <> $1 ORDER BY id',
          [acting.id],
        );
      const before = await state();
      const acts = [
        () => patchUser(acting, admin.id, { role: 'user' }),
        () => patchUser(acting, user.id, { role: 'admin' }),
        () => patchUser(acting, acting.id, { status: 'active', role: 'admin' }),
        () => deleteUser(acting, user.id),
        () =>
          acting.client.send(`/api/admin/users/${user.id}/sessions`, {
            method: 'DELETE',
          }),
      ];
      const [kept] = await query(
        server.databaseUrl,
        'SELECT refresh_tokens FROM users WHERE id = $1',
        [acting.id],
      );
      for (const act of acts) {
        // The guard has seen an administrator, and the change comes before the locks.
        const loss = await begin(
          server.databaseUrl,
          `UPDATE users SET ${set} WHERE id = '${acting.id}'`,
        );
        const answer = act();
        await loss.commitOnceAwaited();
        expect(outcomeOf(await answer)).toBe(outcome);
        await query(
          server.databaseUrl,
          `UPDATE users SET role = 'admin', status = 'active', refresh_tokens = $2 WHERE id = $1`,
          [acting.id, kept!.refresh_tokens],
        );
      }
      expect(await state()).toEqual(before);
    },
  );

  it('deletes a user', async () => {
    const { client, id } = await newUser(server);
    const answer = await deleteUser(admin, id);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(outcomeOf(await client.me())).toBe('401 session_revoked');
    expect(outcomeOf(await client.login())).toBe('401 invalid_credentials');
    expect(outcomeOf(await deleteUser(admin, id))).toBe('404 not_found');
  });
});
