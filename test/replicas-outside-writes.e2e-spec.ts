import { createDatabase, query } from './support/databases.js';
import { claimsOf, refreshWith, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';
import type { TestClient } from './support/test-client.js';
import { arrivesInTime } from './support/travel.js';

/** What a person in psql or a command line does, which none of the instances had a part in. */
describe('a write from outside', () => {
  let a: TestServer;
  let b: SpawnedServer;
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    const env = { DATABASE_URL: databaseUrl };
    [a, b] = await Promise.all([startServer(env), spawnServer(env)]);
  });
  afterAll(() => Promise.all([a.close(), b.stop()]));

  async function arrive(): Promise<TestClient & { id: string }> {
    const person = a.client();
    await person.register();
    for (const { url } of [a, b])
      expect(await tryAccess(url, person.accessToken)).toBe(200);
    const id = claimsOf(person.accessToken).sub;
    return Object.assign(person, { id });
  }

  it.each([
    {
      name: 'disables the user',
      sql: `UPDATE users SET status = 'disabled', refresh_tokens = '{}' WHERE id = $1`,
    },
    {
      name: 'disables the user and leaves the sessions',
      sql: `UPDATE users SET status = 'disabled' WHERE id = $1`,
    },
    {
      name: 'ends the sessions',
      sql: `UPDATE users SET refresh_tokens = '{}' WHERE id = $1`,
    },
    { name: 'deletes the user', sql: 'DELETE FROM users WHERE id = $1' },
  ])('is felt everywhere within a second when it $name', async ({ sql }) => {
    const { id, accessToken, refreshToken } = await arrive();
    await query(databaseUrl, sql, [id]);
    const felt = [a, b].map(({ url }) =>
      arrivesInTime(() => tryAccess(url, accessToken), 'session_revoked'),
    );
    await Promise.all(felt);
    for (const { url } of [a, b])
      expect((await refreshWith(url, refreshToken)).code).toBe(
        'session_revoked',
      );
  });

  it('is felt when it empties the table', async () => {
    const { accessToken } = await arrive();
    await query(databaseUrl, 'TRUNCATE users CASCADE');
    await arrivesInTime(() => tryAccess(b.url, accessToken), 'session_revoked');
  });

  it('shows a new role at once, and leaves the session alone', async () => {
    const { id, accessToken } = await arrive();
    const role = async () => {
      const response = await fetch(`${b.url}/api/users/me`, {
        headers: { authorization: `Bearer ${accessToken}` },
      });
      return ((await response.json()) as { role: string }).role;
    };
    expect(await role()).toBe('user');
    await query(databaseUrl, `UPDATE users SET role = 'admin' WHERE id = $1`, [
      id,
    ]);
    await arrivesInTime(role, 'admin');
  });
});
