import { inject } from 'vitest';
import { createDatabase, query } from './support/databases.js';
import { eventually } from './support/eventually.js';
import { tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';
import type { TestClient } from './support/test-client.js';
import { arrivesInTime } from './support/travel.js';

/** B can't hear what A does: whatever it remembers may be over. */
describe('an instance whose listener is down', () => {
  let a: TestServer;
  let b: SpawnedServer;
  let databaseUrl: string;
  let ofA: number[];
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    const env = { DATABASE_URL: databaseUrl };
    a = await startServer(env);
    await eventually(async () => expect(await listeners()).toHaveLength(1));
    ofA = await listeners();
    b = await spawnServer(env);
  });
  afterAll(() => Promise.all([a.close(), b.stop()]));

  /** Connections that listen. */
  async function listeners(): Promise<number[]> {
    const rows = await query<{ pid: number }>(
      databaseUrl,
      `SELECT pid FROM pg_stat_activity WHERE datname = current_database()
       AND application_name = 'munjigi-listener' AND query LIKE 'LISTEN %'`,
    );
    return rows.map(({ pid }) => pid);
  }

  async function listenerOfB(): Promise<number> {
    const ofB = async () =>
      (await listeners()).filter((pid) => !ofA.includes(pid));
    await expect.poll(ofB).toHaveLength(1);
    return (await ofB())[0]!;
  }

  /** The connections that the pools have stay open. */
  async function closeToNewConnections(closed: boolean): Promise<void> {
    const name = new URL(databaseUrl).pathname.slice(1);
    await query(
      inject('serverUrl'),
      `ALTER DATABASE ${name} ALLOW_CONNECTIONS ${!closed}`,
    );
  }

  async function arrive(): Promise<TestClient> {
    const person = a.client();
    await person.register();
    // Twice: the second is answered from memory.
    for (const { url } of [a, b, b])
      expect(await tryAccess(url, person.accessToken)).toBe(200);
    return person;
  }

  it('trusts nothing it remembers, and listens again', async () => {
    for (let round = 0; round < 4; round++) {
      const pid = await listenerOfB();
      const person = await arrive();
      const { accessToken } = person;
      const [ended] = await query<{ done: boolean }>(
        databaseUrl,
        'SELECT pg_terminate_backend($1, 10000) AS done',
        [pid],
      );
      expect(ended!.done).toBe(true);
      await person.post('/api/auth/logout');
      // At once, not within a second: it knows that it can't hear.
      expect(await tryAccess(b.url, accessToken)).toBe('session_revoked');
      expect(await listenerOfB()).not.toBe(pid);
    }
  });

  it('lets in who is live and nobody else, for as long as it is down', async () => {
    const pid = await listenerOfB();
    const person = await arrive();
    const { accessToken } = person;
    const device = b.client();
    await device.login(person.username, person.password);
    await closeToNewConnections(true);
    try {
      await query(
        inject('serverUrl'),
        'SELECT pg_terminate_backend($1, 10000)',
        [pid],
      );
      // What it reads meanwhile is not worth remembering either.
      for (const token of [accessToken, device.accessToken, accessToken])
        expect(await tryAccess(b.url, token)).toBe(200);
      await person.post('/api/auth/logout');
      expect(await tryAccess(b.url, accessToken)).toBe('session_revoked');
      expect((await device.refresh()).status).toBe(200);
    } finally {
      await closeToNewConnections(false);
    }
    expect(await listenerOfB()).not.toBe(pid);
  });

  it('hears again what changes once it is back', async () => {
    await listenerOfB();
    const person = await arrive();
    const { accessToken } = person;
    await person.post('/api/auth/logout');
    await arrivesInTime(() => tryAccess(b.url, accessToken), 'session_revoked');
  });

  it('does not wait for a connection that hangs without a word', async () => {
    const pid = await listenerOfB();
    const person = await arrive();
    const { accessToken } = person;
    // The socket stays open, nothing comes through it any more: as when a network goes away.
    process.kill(pid, 'SIGSTOP');
    try {
      await person.post('/api/auth/logout');
      await arrivesInTime(
        () => tryAccess(b.url, accessToken),
        'session_revoked',
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    expect(await listenerOfB()).toEqual(expect.any(Number));
  });
});
