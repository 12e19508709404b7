import { createDatabase, query } from './support/databases.js';
import { claimsOf, refreshWith, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';
import type { TestClient } from './support/test-client.js';
import { arrivesInTime } from './support/travel.js';

describe('two instances on one database', () => {
  let a: TestServer;
  let b: SpawnedServer;
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    const env = { DATABASE_URL: databaseUrl };
    [a, b] = await Promise.all([startServer(env), spawnServer(env)]);
  });
  afterAll(() => Promise.all([a.close(), b.stop()]));

  /** Somebody who registered at A and was seen at B, so that both remember them. */
  async function arrive(): Promise<TestClient> {
    const person = a.client();
    await person.register();
    for (const { url } of [a, b])
      expect(await tryAccess(url, person.accessToken)).toBe(200);
    return person;
  }

  it('give the same successor, whichever is asked and in whatever order', async () => {
    const { refreshToken: first } = await arrive();
    const { token: second } = await refreshWith(a.url, first);
    expect((await refreshWith(b.url, first)).token).toBe(second);
    const urls = Array.from({ length: 40 }, (_, n) => (n % 2 ? a : b).url);
    const race = await Promise.all(urls.map((url) => refreshWith(url, second)));
    const successors = new Set(race.map(({ token }) => token));
    expect(successors.size).toBe(1);
    expect(successors).not.toContain(undefined);
    const [third] = successors;
    expect((await refreshWith(b.url, third)).status).toBe(200);
  });

  it('see at B the reuse of a token that was rotated at A', async () => {
    const { refreshToken: first, accessToken } = await arrive();
    const { token: second } = await refreshWith(a.url, first);
    await refreshWith(a.url, second);
    expect((await refreshWith(b.url, first)).code).toBe('refresh_token_reused');
    await arrivesInTime(() => tryAccess(a.url, accessToken), 'session_revoked');
  });

  it.each([
    { name: 'logout', path: '/api/auth/logout' },
    { name: 'logout-all', path: '/api/auth/logout-all' },
  ])('refuse at B within a second after $name at A', async ({ path }) => {
    const person = await arrive();
    const { accessToken, refreshToken } = person;
    expect((await person.post(path)).status).toBe(204);
    expect((await refreshWith(b.url, refreshToken)).code).toBe(
      'session_revoked',
    );
    await arrivesInTime(() => tryAccess(b.url, accessToken), 'session_revoked');
  });

  it('refuse other devices at B within a second after a password change at A', async () => {
    const person = await arrive();
    const device = b.client();
    await device.login(person.username, person.password);
    expect((await device.me()).status).toBe(200);
    await person.post('/api/auth/password/change', {
      currentPassword: person.password,
      newPassword: 'another horse battery',
    });
    await arrivesInTime(
      async () => (await device.me()).body.code as string,
      'session_revoked',
    );
    expect(await tryAccess(b.url, person.accessToken)).toBe(200);
  });

  it('refuse at B within a second who was demoted or disabled at A', async () => {
    const [admin, other] = [await arrive(), await arrive()];
    await query(databaseUrl, `UPDATE users SET role = 'admin'`);
    const ask = async () => {
      const answer = await fetch(`${b.url}/api/admin/users`, {
        headers: { authorization: `Bearer ${other.accessToken}` },
      });
      const { code } = (await answer.json()) as { code?: string };
      return code ?? answer.status;
    };
    await arrivesInTime(ask, 200);
    await admin.login();
    const path = `/api/admin/users/${claimsOf(other.accessToken).sub}`;
    for (const [body, outcome] of [
      [{ role: 'user' }, 'forbidden'],
      [{ status: 'disabled' }, 'session_revoked'],
    ] as const) {
      const { status } = await admin.send(path, { method: 'PATCH', body });
      expect(status).toBe(200);
      await arrivesInTime(ask, outcome);
    }
  });

  it('let a session in at B at once that was opened at A, though B knows the user without it', async () => {
    const person = await arrive();
    for (let round = 0; round < 8; round++) {
      const device = a.client();
      await device.login(person.username, person.password);
      expect(await tryAccess(b.url, device.accessToken)).toBe(200);
      expect(await tryAccess(b.url, person.accessToken)).toBe(200);
    }
  });
});
