import { DataSource } from 'typeorm';
import { dataSourceOptions } from './data-source-options.js';

// Any number that no other program on the same database picks.
const ADVISORY_LOCK = 7_066_021_843;

/** Brings the schema up to date, one instance at a time when several start at once. */
export async function migrate(url: string): Promise<void> {
  const options = dataSourceOptions(url);
  // Waiting for another instance's migration, or a long one, is no hung statement.
  const patient = {
    ...options.extra,
    statement_timeout: 0,
    lock_timeout: 0,
    query_timeout: 0,
    idle_in_transaction_session_timeout: 0,
  };
  const dataSource = new DataSource({ ...options, extra: patient });
  await dataSource.initialize();
  const lock = dataSource.createQueryRunner();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [ADVISORY_LOCK]);
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    // The lock goes with its connection.
    await lock.release();
    await dataSource.destroy();
  }
}
