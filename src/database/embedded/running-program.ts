import { readFile, readlink, realpath } from 'node:fs/promises';
import { platform } from 'node:os';
import { runAs } from './run-as.js';

/**
 * A mark that no other program ever gets, even when the pid is given out again; null when no such program runs.
 * Where the system tells no start time (Windows) the pid alone has to do.
 */
export async function markOf(pid: number): Promise<string | null> {
  if (platform() === 'linux') return markFromProc(pid);
  if (!isSignalable(pid)) return null;
  if (platform() === 'win32') return 'running';
  return (await ps('lstart=', pid)) || null;
}

/** Whether `pid` is the postmaster of this very cluster, and not a program that got its number later. */
export async function isPostmasterOf(
  pid: number,
  cluster: string,
): Promise<boolean> {
  if (platform() === 'linux') return isPostmasterInProc(pid, cluster);
  if (!isSignalable(pid)) return false;
  if (platform() === 'win32') {
    const { output } = await runAs({}, 'tasklist', [
      '/NH',
      '/FI',
      `PID eq ${pid}`,
    ]);
    return output.includes('postgres.exe');
  }
  const command = await ps('args=', pid);
  return command.includes('postgres') && command.includes(cluster);
}

async function markFromProc(pid: number): Promise<string | null> {
  const stat = await readProc(`/proc/${pid}/stat`);
  // The program's name stands in parentheses and may itself hold blanks and parentheses.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie is over, only its parent has not looked yet.
  if (stat === '' || state === 'Z' || state === 'X') return null;
  const ticksSinceBoot = rest[18];
  const boot = await readProc('/proc/sys/kernel/random/boot_id');
  return `${boot.trim()}/${ticksSinceBoot}`;
}

async function isPostmasterInProc(
  pid: number,
  cluster: string,
): Promise<boolean> {
  const name = await readProc(`/proc/${pid}/comm`);
  if (name.trim() !== 'postgres') return false;
  try {
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster));
  } catch {
    // Over by now, or under an account that does not own this cluster.
    return false;
  }
}

async function readProc(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    // No such entry: no such program.
    return '';
  }
}

function isSignalable(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function ps(column: string, pid: number): Promise<string> {
  const { output } = await runAs({}, 'ps', [
    '-ww',
    '-o',
    column,
    '-p',
    String(pid),
  ]);
  return output.trim();
}
