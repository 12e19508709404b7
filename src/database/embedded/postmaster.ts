import { readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { findFreePort } from './free-port.js';
import { complaintIn } from './complaint.js';
import type { Location } from './location.js';
import { readPostmasterFile } from './postmaster-file.js';
import { shutDown } from './shut-down.js';
import { until } from './until.js';
import { startWatched, type WatchedProgram } from './watched-program.js';

const START_MS = 60_000;
const ATTEMPTS = 20;
const PAUSE_MS = 100;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  // Refused statements are the caller's affair: they would fill the log, and with personal data at that.
  log_min_messages: 'log',
  log_checkpoints: 'off',
};

/** What passes by itself: a port that somebody took first, and the last backends of a server that was killed. */
const PASSING = /Address already in use|shared memory block .* still in use/;

export interface Postmaster {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts the server of a complete cluster and waits until it takes connections. */
export async function startPostmaster(
  { cluster, account }: Location,
  binaries: Binaries,
): Promise<Postmaster> {
  const log = join(cluster, 'server.log');
  await keepPreviousLog(log);
  for (let attempt = 1; ; attempt++) {
    const port = await findFreePort();
    const args = ['-D', cluster, '-p', String(port), ...settingArguments()];
    const program = startWatched(account, binaries.postgres, args, log);
    if (await becomesReady(program, cluster))
      return running(program, port, binaries);
    const output = await outputOf(program, log);
    if (!program.isOver()) await stop(program, binaries);
    if (attempt === ATTEMPTS || !PASSING.test(output))
      throw new EmbeddedPostgresError(
        `PostgreSQL did not start: ${complaintIn(output)}. Its log: ${log}`,
      );
    await pause(PAUSE_MS);
  }
}

function running(
  program: WatchedProgram,
  port: number,
  binaries: Binaries,
): Postmaster {
  let stopping: Promise<void> | undefined;
  return { port, stop: () => (stopping ??= stop(program, binaries)) };
}

async function stop(
  program: WatchedProgram,
  binaries: Binaries,
): Promise<void> {
  if (program.pid !== undefined)
    await shutDown(program.pid, binaries, program.isOver);
}

async function becomesReady(
  program: WatchedProgram,
  cluster: string,
): Promise<boolean> {
  const isReady = async (): Promise<boolean> => {
    const file = await readPostmasterFile(cluster);
    return file !== null && file.pid === program.pid && file.isReady;
  };
  await until(async () => program.isOver() || (await isReady()), START_MS);
  return !program.isOver() && (await isReady());
}

const settingArguments = (): string[] =>
  Object.entries(SETTINGS).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);

/** One log per start and the one before it, so it never grows for long and a crash can still be read. */
async function keepPreviousLog(log: string): Promise<void> {
  try {
    await rename(log, `${log}.1`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

async function outputOf(program: WatchedProgram, log: string): Promise<string> {
  // Without a log the shell itself has said why.
  const logged = await readFile(log, 'utf8').catch(() => '');
  return logged + program.complaint();
}
