import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { complaintIn } from './complaint.js';
import { runAs, type Account } from './run-as.js';

/** Runs statements, one per line, on a cluster that no server runs on. */
export async function runSingleUser(
  account: Account,
  { postgres }: Binaries,
  args: readonly string[],
  statements: readonly string[],
): Promise<void> {
  const input = `${statements.join('\n')}\n`;
  const { exitCode, output } = await runAs(
    account,
    postgres,
    ['--single', ...args, 'postgres'],
    input,
  );
  // A statement that fails does not end this mode with a failure.
  if (exitCode === 0 && !/\b(?:ERROR|FATAL|PANIC):/.test(output)) return;
  throw new EmbeddedPostgresError(
    `PostgreSQL could not set up the database: ${complaintIn(output)}`,
  );
}
