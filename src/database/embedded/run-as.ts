import { spawn, type SpawnOptions } from 'node:child_process';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** The system account a program runs under; empty: our own. */
export interface Account {
  readonly uid?: number;
  readonly gid?: number;
}

export interface Outcome {
  readonly exitCode: number | null;
  readonly output: string;
}

/**
 * What every child gets. Our own working folder, HOME and PG* variables may be closed to the account or point at
 * another database, and a fixed language keeps the messages of PostgreSQL readable to us.
 */
export function spawnSettings(account: Account): SpawnOptions {
  return {
    ...account,
    cwd: '/',
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LC_ALL: 'C', TZ: 'UTC' },
    windowsHide: true,
  };
}

/** Runs a program to its end; rejects only when it cannot be started at all. */
export async function runAs(
  account: Account,
  program: string,
  args: readonly string[],
  input = '',
): Promise<Outcome> {
  try {
    return await run(account, program, args, input);
  } catch (error) {
    throw explained(error as NodeJS.ErrnoException, account);
  }
}

function run(
  account: Account,
  program: string,
  args: readonly string[],
  input: string,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      ...spawnSettings(account),
      stdio: 'pipe',
    });
    let output = '';
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    // A program that ends before reading its input breaks the pipe; its exit code tells that story better.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, output }));
  });
}

function explained(cause: NodeJS.ErrnoException, account: Account): Error {
  const isRefused = cause.code === 'EPERM' || cause.code === 'EINVAL';
  if (account.uid === undefined || !isRefused) return cause;
  return new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and this system does not let root start it as another user. Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.',
    { cause },
  );
}
