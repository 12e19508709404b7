import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { auditOf, newUser } from './support/administrators.js';
import { query } from './support/databases.js';
import { outcomeOf } from './support/kakao-tokens.js';
import { startServer, type TestServer } from './support/server.js';
import { arrivesInTime } from './support/travel.js';

const GRANT_ADMIN = resolve(import.meta.dirname, '../dist/grant-admin.js');

describe('npm run user:grant-admin', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('makes an administrator, which a running server notices within a second', async () => {
    const { client, id } = await newUser(server);
    const list = async () => outcomeOf(await client.send('/api/admin/users'));
    expect(await list()).toBe('403 forbidden');
    const { code, out } = await grantAdmin(client.username.toUpperCase());
    expect([code, out]).toEqual([
      0,
      `${client.username.toUpperCase()} is an administrator now.\n`,
    ]);
    await arrivesInTime(list, '200');
    const granted = {
      type: 'role.changed',
      actor_id: null,
      ip: null,
      details: { from: 'user', to: 'admin', by: 'command line' },
    };
    expect((await auditOf(server, id)).slice(1)).toEqual([granted]);
    // Nothing changes the second time.
    expect((await grantAdmin(client.username)).code).toBe(0);
    expect((await auditOf(server, id)).slice(1)).toEqual([granted]);
  });

  it('refuses who is unknown or disabled, and a Kakao user has no name to be granted by', async () => {
    const { client, id } = await newUser(server);
    await query(
      server.databaseUrl,
      `UPDATE users SET status = 'disabled' WHERE id = $1`,
      [id],
    );
    await query(
      server.databaseUrl,
      `INSERT INTO users (id, nickname) VALUES (gen_random_uuid(), 'Kakao-only')`,
    );
    const before = await query(server.databaseUrl, 'TABLE users ORDER BY id');
    const runs = await Promise.all(
      [client.username, 'nobody-at-all', 'Kakao-only', undefined].map(
        grantAdmin,
      ),
    );
    expect(runs.map(({ code }) => code)).toEqual([1, 1, 1, 1]);
    expect(runs.map(({ error }) => error)).toEqual([
      `${client.username} is disabled. Enable the account first.\n`,
      'There is no user nobody-at-all. Register first.\n',
      'There is no user Kakao-only. Register first.\n',
      'Usage: npm run user:grant-admin -- <username>\n',
    ]);
    expect(await query(server.databaseUrl, 'TABLE users ORDER BY id')).toEqual(
      before,
    );
  });

  it('grants nothing that cannot be audited', async () => {
    const { client } = await newUser(server);
    await query(
      server.databaseUrl,
      `ALTER TABLE audit_events ADD CONSTRAINT deaf CHECK (type <> 'role.changed') NOT VALID`,
    );
    onTestFinished(async () => {
      await query(
        server.databaseUrl,
        'ALTER TABLE audit_events DROP CONSTRAINT deaf',
      );
    });
    expect((await grantAdmin(client.username)).code).toBe(1);
    await client.login();
    expect((await client.me()).body.role).toBe('user');
  });

  async function grantAdmin(
    username: string | undefined,
  ): Promise<{ code: number; out: string; error: string }> {
    const { PATH, HOME } = process.env;
    const child = spawn(
      process.execPath,
      [GRANT_ADMIN, ...(username === undefined ? [] : [username])],
      {
        env: {
          PATH,
          HOME,
          NODE_ENV: 'development',
          DATABASE_URL: server.databaseUrl,
        },
      },
    );
    let [out, error] = ['', ''];
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    child.stderr.on('data', (chunk) => (error += String(chunk)));
    const [code] = (await once(child, 'close')) as [number];
    return { code, out, error };
  }
});
