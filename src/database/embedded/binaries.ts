import { readFile, symlink } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';

/** The programs of PostgreSQL, by their absolute paths. */
export interface Binaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly postgres: string;
}

interface PlatformPackage {
  readonly initdb: string;
  readonly pg_ctl: string;
  readonly postgres: string;
}

/** The binaries npm installed for this machine, complete with the links npm cannot ship. */
export async function findBinaries(): Promise<Binaries> {
  const { initdb, pg_ctl: pgCtl, postgres } = await importPlatformPackage();
  await restoreLinks(packageFolder(postgres));
  return { initdb, pgCtl, postgres };
}

/** The folder of the platform package that holds this binary, `<package>/native/bin/<binary>`. */
export function packageFolder(binary: string): string {
  return dirname(dirname(dirname(binary)));
}

async function importPlatformPackage(): Promise<PlatformPackage> {
  const system = `${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  const name = `@embedded-postgres/${system}`;
  try {
    return (await import(/* @vite-ignore */ name)) as PlatformPackage;
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `No PostgreSQL for this platform (${name} is not installed). Set DATABASE_URL to a PostgreSQL server of yours.`,
      { cause },
    );
  }
}

/** The package's install script makes these links, and npm runs no install scripts when told so. */
async function restoreLinks(folder: string): Promise<void> {
  for (const { source, target } of await readLinks(folder)) {
    const path = join(folder, target);
    try {
      await symlink(relative(dirname(target), source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

async function readLinks(
  folder: string,
): Promise<{ source: string; target: string }[]> {
  try {
    const list = await readFile(
      join(folder, 'native', 'pg-symlinks.json'),
      'utf8',
    );
    return JSON.parse(list) as { source: string; target: string }[];
  } catch (error) {
    // Windows has no such list.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
