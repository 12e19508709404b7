import { rm } from 'node:fs/promises';
import type { Binaries } from './binaries.js';
import { postmasterFileOf, readPostmasterFile } from './postmaster-file.js';
import { isPostmasterOf } from './running-program.js';
import { shutDown } from './shut-down.js';

/** Clears what an earlier program left behind on this cluster: a server still running, or a file that says so. */
export async function endPreviousServer(
  cluster: string,
  binaries: Binaries,
): Promise<void> {
  const left = await readPostmasterFile(cluster);
  if (left === null) return;
  const isRunning = (): Promise<boolean> => isPostmasterOf(left.pid, cluster);
  if (await isRunning()) {
    await shutDown(left.pid, binaries, async () => !(await isRunning()));
    return;
  }
  // PostgreSQL takes whatever has that pid now, even a zombie, for its rival. Its second lock, on shared memory,
  // still guards the cluster should we be wrong.
  await rm(postmasterFileOf(cluster), { force: true });
}
