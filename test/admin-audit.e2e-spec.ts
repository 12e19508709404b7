import {
  leave,
  newAdmin,
  newUser,
  patchUser,
  type Somebody,
} from './support/administrators.js';
import { query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const PATH = '/api/admin/audit';
const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
const SECRET = /passw|token|hash|secret|salt|digest/i;

describe('the list of audit events', () => {
  let server: TestServer;
  let admin: Somebody;
  beforeAll(async () => {
    server = await startServer();
    admin = await newAdmin(server);
  });
  afterAll(() => server.close());

  const get = (parameters: Record<string, string> = {}): Promise<Answer> =>
    admin.client.send(`${PATH}?${new URLSearchParams(parameters)}`);

  it('tells what happened to a user, the newest first', async () => {
    const { client, id: userId } = await newUser(server);
    await client.login(client.username, 'wrong horse battery');
    await patchUser(admin, userId, { status: 'disabled' });
    const { status, body } = await get({ userId: userId.toUpperCase() });
    expect(status).toBe(200);
    expect(body.nextCursor).toBeNull();
    const at = expect.stringMatching(/^20\d\d-.*Z$/);
    const about = { id: expect.stringMatching(UUID), at, userId };
    const ip = '127.0.0.1';
    expect(body.items).toEqual([
      {
        ...about,
        type: 'status.changed',
        actorId: admin.id,
        ip,
        details: { from: 'active', to: 'disabled' },
      },
      {
        ...about,
        type: 'login.failed',
        actorId: null,
        ip,
        details: { reason: 'wrong password' },
      },
      { ...about, type: 'user.registered', actorId: userId, ip, details: {} },
    ]);
  });

  it('still tells of who is gone, but not from where', async () => {
    const { client, id: userId } = await newUser(server);
    await leave(client, { password: client.password });
    const { items } = (await get({ userId })).body;
    expect(items).toMatchObject([
      { type: 'user.deleted', actorId: userId, ip: null, details: {} },
      { type: 'user.registered', actorId: userId, ip: null },
    ]);
  });

  it('goes page by page without gaps or doubles while events are added', async () => {
    const add = (count: number) =>
      query<{ id: string }>(
        server.databaseUrl,
        `INSERT INTO audit_events (type, user_id) SELECT 'login.failed', $1 FROM generate_series(1, $2::int) RETURNING id`,
        [admin.id, count],
      );
    const expected = (await add(45)).map(({ id }) => id).reverse();
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await get({
        userId: admin.id,
        limit: '10',
        ...(cursor && { cursor }),
      });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
      await add(3);
    } while (cursor);
    expect(seen.slice(0, 45)).toEqual(expected);
    expect(new Set(seen).size).toBe(seen.length);
    expect((await get()).body.items).toHaveLength(20);
  });

  it.each([
    ['userId=me'],
    ['userId='],
    ['userId=a&userId=b'],
    ['limit=1000'],
    ['type=login.failed'],
    [`cursor=${Buffer.from('99999999999999999999').toString('base64url')}`],
    [`cursor=${Buffer.from('0').toString('base64url')}`],
  ])('refuses ?%s', async (parameters) => {
    const answer = await admin.client.send(`${PATH}?${parameters}`);
    expect(outcomeOf(answer)).toBe('400 validation_failed');
  });

  it('and every other answer to an administrator names no secret', async () => {
    const { client, id } = await newUser(server, { email: 's@example.com' });
    await client.post('/api/auth/password/change', {
      currentPassword: client.password,
      newPassword: 'another horse battery',
    });
    await client.post('/api/auth/logout-all');
    await patchUser(admin, id, { role: 'admin' });
    const answers = [
      await get({ limit: '100' }),
      await admin.client.send('/api/admin/users?limit=100'),
      await admin.client.send(`/api/admin/users/${id}`),
      await patchUser(admin, id, { role: 'user' }),
      await patchUser(admin, id, { role: null }),
      await admin.client.me(),
      await admin.client.send('/api/auth/sessions'),
    ];
    for (const { body } of answers)
      expect(memberNames(body).filter((name) => SECRET.test(name))).toEqual([]);
  });
});

function memberNames(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    name,
    ...memberNames(member),
  ]);
}
