import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What a postmaster writes about itself into its cluster. */
export interface PostmasterFile {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

export const postmasterFileOf = (cluster: string): string =>
  join(cluster, 'postmaster.pid');

/** Reads `postmaster.pid`; null when no server runs, or ran and ended cleanly. */
export async function readPostmasterFile(
  cluster: string,
): Promise<PostmasterFile | null> {
  let content: string;
  try {
    content = await readFile(postmasterFileOf(cluster), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  // The places are fixed by PostgreSQL's miscadmin.h (LOCK_FILE_LINE_*).
  const lines = content.split('\n');
  return {
    pid: Number.parseInt(lines[0] ?? '', 10),
    port: Number.parseInt(lines[3] ?? '', 10),
    isReady: lines[7]?.trim() === 'ready',
  };
}
