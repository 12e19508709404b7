import { randomBytes } from 'node:crypto';
import { Client, type QueryResultRow } from 'pg';
import { inject, vi } from 'vitest';

/** A migrated, empty database of its own on the run's server; its URL. */
export async function createDatabase(): Promise<string> {
  const serverUrl = inject('serverUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(serverUrl, `CREATE DATABASE ${name} TEMPLATE template_munjigi`);
  return withDatabase(serverUrl, name);
}

export function withDatabase(url: string, name: string): string {
  return Object.assign(new URL(url), { pathname: `/${name}` }).href;
}

/** Runs one statement on a connection of its own. */
export async function query<Row extends QueryResultRow>(
  url: string,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new Client({
    connectionString: url,
    application_name: 'test',
  });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
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
