import {
  chmod,
  cp,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { arch } from 'node:os';
import { join } from 'node:path';
import { findBinaries, packageFolder, type Binaries } from './binaries.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { complaintIn } from './complaint.js';
import { runAs, type Account } from './run-as.js';
import { openSystemFolder } from './system-folder.js';

const INSTEAD = 'Set DATABASE_URL to a PostgreSQL server of yours.';

/** The binaries, at a place where `account` is able to run them. */
export async function findRunnableBinaries(
  account: Account,
): Promise<Binaries> {
  const installed = await findBinaries();
  const obstacle = await obstacleTo(account, installed);
  if (obstacle === null) return installed;
  if (account.uid === undefined || obstacle.code !== 'EACCES')
    throw obstacle.error;
  const copied = await copyForEveryone(installed);
  const remaining = await obstacleTo(account, copied);
  if (remaining !== null) throw remaining.error;
  return copied;
}

interface Obstacle {
  readonly code: string | undefined;
  readonly error: EmbeddedPostgresError;
}

async function obstacleTo(
  account: Account,
  { postgres }: Binaries,
): Promise<Obstacle | null> {
  try {
    const { exitCode, output } = await runAs(account, postgres, ['--version']);
    if (exitCode === 0) return null;
    const message = `PostgreSQL does not run on this system: ${complaintIn(output)}. ${INSTEAD}`;
    return { code: undefined, error: new EmbeddedPostgresError(message) };
  } catch (cause) {
    if (cause instanceof EmbeddedPostgresError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    return {
      code,
      error: new EmbeddedPostgresError(explain(code, postgres), { cause }),
    };
  }
}

function explain(code: string | undefined, postgres: string): string {
  // The file is there, so what was not found is the loader of the C library it was built for.
  if (code === 'ENOENT')
    return `The PostgreSQL from npm needs glibc, and this system has another C library. ${INSTEAD}`;
  return `${postgres} cannot be run (${code}). ${INSTEAD}`;
}

async function copyForEveryone(installed: Binaries): Promise<Binaries> {
  const source = packageFolder(installed.postgres);
  const { version } = JSON.parse(
    await readFile(join(source, 'package.json'), 'utf8'),
  ) as {
    version: string;
  };
  const target = join(
    await openSystemFolder(),
    `postgres-${version}-${arch()}`,
  );
  if (!(await exists(target))) await copyWhole(join(source, 'native'), target);
  const inCopy = (name: string): string => join(target, 'bin', name);
  return {
    initdb: inCopy('initdb'),
    pgCtl: inCopy('pg_ctl'),
    postgres: inCopy('postgres'),
  };
}

/** The copy appears under its name only when it is complete; who comes second uses the first one's. */
async function copyWhole(source: string, target: string): Promise<void> {
  const partial = await mkdtemp(`${target}.partial-`);
  try {
    await cp(source, partial, { recursive: true, verbatimSymlinks: true });
    await openToEveryone(partial);
    await rename(partial, target);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!(await exists(target))) throw error;
  }
}

/** npm under a strict umask installs files that only their owner can read. */
async function openToEveryone(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  const entries = await readdir(folder, {
    withFileTypes: true,
    recursive: true,
  });
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) await chmod(path, 0o755);
    else if (entry.isFile()) await chmod(path, isProgram(path) ? 0o755 : 0o644);
  }
}

const isProgram = (path: string): boolean =>
  path.includes('/bin/') || path.includes('.so');

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
