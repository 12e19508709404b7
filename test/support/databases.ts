import { randomBytes } from 'node:crypto';
import { Client, Pool, type QueryResultRow } from 'pg';
import { inject } from 'vitest';

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
  /** Commits as soon as so many wait for it, after a last statement. The database does so by itself: this process may get no core before their second is over. */
  commitOnceAwaited(by?: number, last?: string): Promise<void>;
}

export async function begin(
  url: string,
  statements: string,
): Promise<OpenTransaction> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `BEGIN; SET LOCAL statement_timeout = '10s'; ${statements}`,
  );
  const end = async (commit: string) => {
    try {
      await client.query(commit);
    } finally {
      await client.end();
    }
  };
  return {
    awaited: async () => void (await client.query(untilAwaited(1))),
    commit: () => end('COMMIT'),
    commitOnceAwaited: (by = 1, last = '') =>
      end(`${untilAwaited(by)}; ${last}; COMMIT`),
  };
}

/** Looks at pg_locks: pg_stat_activity shows a transaction nobody who connected after its first look. */
function untilAwaited(by: number): string {
  return `DO $$ BEGIN
    WHILE (
      SELECT count(DISTINCT pid) FROM pg_locks
      WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
    ) < ${by} LOOP PERFORM pg_sleep(0.005); END LOOP;
  END $$`;
}
