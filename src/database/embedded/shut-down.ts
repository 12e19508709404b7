import { platform } from 'node:os';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { runAs } from './run-as.js';
import { until } from './until.js';

const PATIENCE_MS = 10_000;

/** Ends a postmaster: a fast shutdown, which loses nothing, and after ten seconds an immediate one. */
export async function shutDown(
  pid: number,
  binaries: Binaries,
  isGone: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const signal of ['INT', 'QUIT'] as const) {
    if (await isGone()) return;
    await send(signal, pid, binaries);
    if (await until(isGone, PATIENCE_MS)) return;
  }
  throw new EmbeddedPostgresError(
    `PostgreSQL (pid ${pid}) does not stop. End it by hand.`,
  );
}

async function send(
  signal: 'INT' | 'QUIT',
  pid: number,
  { pgCtl }: Binaries,
): Promise<void> {
  if (platform() === 'win32') {
    await runAs({}, pgCtl, ['kill', signal, String(pid)]);
    return;
  }
  try {
    process.kill(pid, `SIG${signal}`);
  } catch (error) {
    // Gone in the meantime, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
