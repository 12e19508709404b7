import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileIn = (dataDir: string): string => join(dataDir, 'postgres.password');

/** The password kept in this folder; null when there is none. */
export async function readPassword(dataDir: string): Promise<string | null> {
  try {
    return (await readFile(fileIn(dataDir), 'utf8')).trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const generatePassword = (): string =>
  randomBytes(24).toString('base64url');

/** Keeps the password, on the disk and for our own eyes, before anything relies on it. */
export async function writePassword(
  dataDir: string,
  password: string,
): Promise<void> {
  const partial = `${fileIn(dataDir)}.partial`;
  await writeFile(partial, `${password}\n`, { mode: 0o600, flush: true });
  await rename(partial, fileIn(dataDir));
}
