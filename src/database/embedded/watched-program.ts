import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import type { Socket } from 'node:net';
import { platform } from 'node:os';
import { spawnSettings, type Account } from './run-as.js';

/**
 * The shell leaves a watchdog behind and then becomes the program itself, so there is no moment without a watch.
 * The watchdog waits on a pipe that only we hold: a line tells it that the program is over, and its end without a
 * line that we are dead. It is a grandchild because a postmaster takes an unknown child that ends for a crash.
 */
const WATCHED = `
umask 077
( (trap '' HUP INT TERM; read -r line <&3 || kill -INT $$) </dev/null >/dev/null 2>&1 & )
log=$1; shift
exec "$@" </dev/null >"$log" 2>&1 3<&-
`;

/** A program that gets SIGINT when ours dies without having ended it. */
export interface WatchedProgram {
  /** Undefined when the program could not even be started. */
  readonly pid: number | undefined;
  readonly isOver: () => boolean;
  /** What was said before there was a log to say it in. */
  readonly complaint: () => string;
}

/** Starts the program in a session of its own, which Ctrl-C in our terminal does not reach. */
export function startWatched(
  account: Account,
  program: string,
  args: readonly string[],
  log: string,
): WatchedProgram {
  const child =
    platform() === 'win32'
      ? spawnUnwatched(program, args, log)
      : spawnWatched(account, program, args, log);
  const watchdog = child.stdio[3] as Socket | null | undefined;
  let isOver = false;
  let complaint = '';
  const end = (): void => {
    isOver = true;
    watchdog?.end('over\n', () => watchdog.destroy());
  };
  child.once('exit', end);
  child.once('error', (error) => {
    complaint += error.message;
    end();
  });
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  // A watchdog that somebody killed breaks the pipe; the next start looks for left servers itself.
  watchdog?.on('error', () => undefined);
  letUsEndBefore(child, watchdog);
  return { pid: child.pid, isOver: () => isOver, complaint: () => complaint };
}

function spawnWatched(
  account: Account,
  program: string,
  args: readonly string[],
  log: string,
): ChildProcess {
  return spawn(
    '/bin/sh',
    ['-c', WATCHED, 'munjigi-postgres', log, program, ...args],
    {
      ...spawnSettings(account),
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    },
  );
}

/** Windows has no such shell; a server left behind there is ended by the next start. */
function spawnUnwatched(
  program: string,
  args: readonly string[],
  log: string,
): ChildProcess {
  const file = openSync(log, 'w');
  try {
    return spawn(program, args, {
      ...spawnSettings({}),
      detached: true,
      stdio: ['ignore', file, file],
    });
  } finally {
    closeSync(file);
  }
}

/** The server must not keep a program alive that has nothing else to do. */
function letUsEndBefore(
  child: ChildProcess,
  watchdog: Socket | null | undefined,
): void {
  child.unref();
  watchdog?.unref();
  (child.stderr as Socket | null)?.unref();
}
