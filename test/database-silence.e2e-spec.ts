import { once } from 'node:events';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { vi } from 'vitest';
import { UsersRepository } from '../src/users/users.repository.js';
import { UserStandingRepository } from '../src/auth/standing/user-standing.repository.js';
import {
  newAdmin,
  patchUser,
  type Somebody,
} from './support/administrators.js';
import { createDatabase, query } from './support/databases.js';
import { refreshWith } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';
import type { Answer } from './support/test-client.js';

// A statement is given up after 4 s.
const IN_TIME_MS = 6_500;

describe('a connection to the database that falls silent', () => {
  let server: TestServer;
  let proxy: TcpProxy;
  let admin: Somebody;
  beforeEach(async () => {
    proxy = await startTcpProxy(await createDatabase());
    server = await startServer({ DATABASE_URL: proxy.url });
    admin = await newAdmin(server);
  });
  afterEach(async () => {
    await server.close();
    await proxy.close();
  });

  it('in a transaction undoes nothing that was answered later, though it comes back', async () => {
    const another = await newAdmin(server);
    onceLocked(() => proxy.stall());
    const startedAt = performance.now();
    expectUnavailable(await patchUser(admin, another.id, { role: 'user' }));
    expect(performance.now() - startedAt).toBeLessThan(IN_TIME_MS);
    proxy.resume();

    const kept = another.client.refreshToken;
    expect((await another.client.post('/api/auth/logout')).status).toBe(204);
    const person = server.client();
    await person.register();
    // What fails rolls back all that it is in one transaction with.
    const nobody = '00000000-0000-4000-8000-000000000000';
    const failed = await patchUser(admin, nobody, { role: 'user' });
    expect(failed.status).toBe(404);
    const again = await refreshWith(server.url, kept);
    expect([again.status, again.code]).toEqual([401, 'session_revoked']);
    expect((await person.refresh()).status).toBe(200);
  });

  it('in a transaction keeps its locks for seconds, not until TCP notices', async () => {
    const another = await newAdmin(server);
    onceLocked(() => proxy.hang());
    expectUnavailable(await patchUser(admin, another.id, { role: 'user' }));
    proxy.restore();
    await vi.waitFor(
      async () => {
        const answer = await patchUser(admin, another.id, { role: 'user' });
        expect(answer.status).toBe(200);
      },
      { timeout: 15_000, interval: 200 },
    );
  });

  it('is not tried again and again', async () => {
    proxy.hang();
    proxy.restore();
    expectUnavailable(await admin.client.send('/health/ready'));
    expect((await admin.client.send('/health/ready')).status).toBe(200);
    expect((await server.client().register()).status).toBe(201);
  });

  it('in a transaction between two statements is a 503 too', async () => {
    const another = await newAdmin(server);
    onceLocked(breakTransaction);
    expectUnavailable(await patchUser(admin, another.id, { role: 'user' }));
  });

  it('in a transaction between two statements of SQL is a 503 too', async () => {
    const users = server.app.get(UsersRepository, { strict: false });
    const find = users.findIdByVerifiedEmail.bind(users);
    vi.spyOn(users, 'findIdByVerifiedEmail').mockImplementationOnce(
      async (...terms) => {
        await breakTransaction();
        return find(...terms);
      },
    );
    const email = 'minsu@example.com';
    expectUnavailable(await server.client().register({ email }));
  });

  it('when nobody listens to it yet ends no process', async () => {
    // As between pg-pool, which no longer listens to what it hands over, and TypeORM, which does not listen yet.
    const client = await pool().connect();
    const ended = new Promise((resolve) => client.once('end', resolve));
    await terminateBackends('idle');
    await ended;
    await expect(client.query('SELECT 1')).rejects.toThrow('not queryable');
    client.release();
    expect((await server.client().register()).status).toBe(201);
  });

  function pool(): Pool {
    const { driver } = server.app.get(DataSource);
    return (driver as unknown as { master: Pool }).master;
  }

  /** Returns once the pool knows. */
  async function breakTransaction(): Promise<void> {
    const noticed = once(pool(), 'remove');
    await terminateBackends('idle in transaction');
    await noticed;
  }

  async function terminateBackends(state: string): Promise<void> {
    await query(
      server.databaseUrl,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'munjigi' AND state = $1`,
      [state],
    );
  }

  /** Does it in the next transaction that locks users, before its statement that changes them. */
  function onceLocked(act: () => void | Promise<unknown>): void {
    const repository = server.app.get(UserStandingRepository, {
      strict: false,
    });
    const lock = repository.lock.bind(repository);
    vi.spyOn(repository, 'lock').mockImplementationOnce(async (...terms) => {
      const locked = await lock(...terms);
      await act();
      return locked;
    });
  }
});

function expectUnavailable({ status, body }: Answer): void {
  expect([status, body?.code]).toEqual([503, 'unavailable']);
}
