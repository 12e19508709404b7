import { createHash } from 'node:crypto';
import { mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runAs, type Account } from './run-as.js';
import { openSystemFolder } from './system-folder.js';

/** PostgreSQL refuses to run as root; this is the number of "nobody", and works without such a user existing. */
const NOBODY: Account = { uid: 65534, gid: 65534 };

/** Where a database lives and who runs it. */
export interface Location {
  /** The folder the caller named, by its real path: password and owner file. */
  readonly dataDir: string;
  /** The folder that holds the cluster: `dataDir`, unless the account cannot get there. */
  readonly home: string;
  /** PostgreSQL's own data folder. */
  readonly cluster: string;
  readonly account: Account;
}

/** Finds out where the database of `dataDir` belongs, and makes that folder. */
export async function findLocation(dataDir: string): Promise<Location> {
  await mkdir(dataDir, { recursive: true });
  const folder = await realpath(dataDir);
  const account = await chooseAccount(join(folder, 'postgres'));
  const home = (await canEnter(folder, account))
    ? folder
    : await systemHomeOf(folder);
  return { dataDir: folder, home, cluster: join(home, 'postgres'), account };
}

/** An ordinary user runs the server himself. Root hands it to whom the files belong, so `sudo` changes nothing. */
async function chooseAccount(cluster: string): Promise<Account> {
  if (process.geteuid?.() !== 0) return {};
  const { uid, gid } = await stat(cluster).catch(() => ({ uid: 0, gid: 0 }));
  return uid === 0 ? NOBODY : { uid, gid };
}

/** Only the system itself knows: modes, access lists and mounts all have a say. */
async function canEnter(folder: string, account: Account): Promise<boolean> {
  if (account.uid === undefined) return true;
  const { exitCode } = await runAs(account, '/bin/sh', [
    '-c',
    'cd -- "$1"',
    'sh',
    folder,
  ]);
  return exitCode === 0;
}

function systemHomeOf(folder: string): Promise<string> {
  return openSystemFolder(
    createHash('sha256').update(folder).digest('hex').slice(0, 16),
  );
}
