import { randomBytes } from 'node:crypto';
import { Client, Pool, type QueryResultRow } from 'pg';
import { inject, vi } from 'vitest';

/** A migrated, empty database of its own on the run's server; its URL. */
export async function createDatabase(
  serverUrl = inject('serverUrl'),
): Promise<string> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `CREATE DATABASE ${name} TEMPLATE template_munjigi`);
  return withDatabase(serverUrl, name);
}

export function withDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

const pools = new Map<string, Pool>();

/** Runs one statement, on a connection that no other statement is on. */
export async function query<Row extends QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  return (await poolOf(url).query<Row>(text, values)).rows;
}

function poolOf(url: string): Pool {
  const known = pools.get(url);
  if (known) return known;
  const pool = new Pool({
    connectionString: url,
    application_name: 'test',
    // The next file has another database; this one's connections must not pile up.
    idleTimeoutMillis: 1_000,
    allowExitOnIdle: true,
  });
  // Cut while idle, by a test or at the end of the run.
  pool.on('error', () => undefined);
  pools.set(url, pool);
  return pool;
}

/** A transaction that has begun and holds its locks until it is told to commit. */
export interface OpenTransaction {
  /** Until a statement waits for it, which it does for a second at most. */
  awaited(): Promise<void>;
  commit(): Promise<void>;
}

export async function begin(
  url: string,
  statements: string,
): Promise<OpenTransaction> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(`BEGIN; ${statements}`);
  return {
    awaited: () =>
      vi.waitFor(
        async () => {
          const { rows } = await client.query(
            'SELECT 1 FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))',
          );
          if (rows.length === 0) throw new Error('nobody waits');
        },
        { timeout: 10_000, interval: 10 },
      ),
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}
