import { chown, mkdtemp, open, rename } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import { complaintIn } from './complaint.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import type { Location } from './location.js';
import { runAs, type Account } from './run-as.js';
import { runSingleUser } from './single-user.js';

/** The one name of the database and of its user. */
export const NAME = 'munjigi';

/** What a cluster is called that is still being made. */
export const PARTIAL = 'postgres.partial-';

const SETTINGS = [
  `--username=${NAME}`,
  '--auth-local=reject',
  '--auth-host=scram-sha-256',
  '--encoding=UTF8',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
  '--locale=C',
  '--no-instructions',
];

export const passwordStatement = (password: string): string =>
  `ALTER ROLE ${NAME} PASSWORD '${password}'`;

/** Makes a cluster. It takes its name only when it is whole and on the disk, so one that has the name can be trusted. */
export async function createCluster(
  { home, cluster, account }: Location,
  binaries: Binaries,
  password: string,
): Promise<void> {
  const partial = await mkdtemp(join(home, PARTIAL));
  if (account.uid !== undefined && account.gid !== undefined)
    await chown(partial, account.uid, account.gid);
  // One sync at the end instead of one per step: half the time, and the same files on the disk.
  await runInitdb(account, binaries, partial, [...SETTINGS, '--no-sync']);
  const statements = [passwordStatement(password), `CREATE DATABASE ${NAME}`];
  const unsynced = ['-D', partial, '-c', 'fsync=off'];
  await runSingleUser(account, binaries, unsynced, statements);
  await runInitdb(account, binaries, partial, ['--sync-only']);
  await takeName(partial, cluster);
  await syncFolder(home);
}

async function runInitdb(
  account: Account,
  { initdb }: Binaries,
  folder: string,
  settings: readonly string[],
): Promise<void> {
  const args = ['-D', folder, ...settings];
  const { exitCode, output } = await runAs(account, initdb, args);
  if (exitCode === 0) return;
  throw new EmbeddedPostgresError(
    `PostgreSQL could not set up the database: ${complaintIn(output)}`,
  );
}

async function takeName(partial: string, cluster: string): Promise<void> {
  try {
    await rename(partial, cluster);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOTEMPTY' && code !== 'EEXIST') throw cause;
    throw new EmbeddedPostgresError(
      `The folder ${cluster} holds files, but no complete PostgreSQL database. Move it away and start again.`,
      { cause },
    );
  }
}

/** A new name outlasts a power loss only when its folder is on the disk as well. */
async function syncFolder(folder: string): Promise<void> {
  if (platform() === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
