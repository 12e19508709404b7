import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Binaries } from './binaries.js';
import type { Location } from './location.js';
import { createCluster, PARTIAL, passwordStatement } from './new-cluster.js';
import { generatePassword, readPassword, writePassword } from './password.js';
import { runSingleUser } from './single-user.js';

/** Makes sure that there is a cluster with our database in it, and returns the password that opens it. */
export async function prepareCluster(
  location: Location,
  binaries: Binaries,
): Promise<string> {
  const { account, cluster, dataDir } = location;
  const kept = await readPassword(dataDir);
  const password = kept ?? generatePassword();
  if (!(await isComplete(cluster))) {
    await writePassword(dataDir, password);
    await makeAnew(location, binaries, password);
  } else if (kept === null) {
    const statements = [passwordStatement(password)];
    await runSingleUser(account, binaries, ['-D', cluster], statements);
    await writePassword(dataDir, password);
  }
  return password;
}

async function isComplete(cluster: string): Promise<boolean> {
  try {
    return (await stat(join(cluster, 'global', 'pg_control'))).isFile();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

async function makeAnew(
  location: Location,
  binaries: Binaries,
  password: string,
): Promise<void> {
  const { home, dataDir } = location;
  await removePartials(home);
  try {
    await createCluster(location, binaries, password);
  } finally {
    await removePartials(home);
  }
  if (home !== dataDir)
    process.stdout.write(
      `The database of ${dataDir} is kept in ${home}, where PostgreSQL can reach it without being root.\n`,
    );
}

/** What attempts that failed or were killed have left behind. */
async function removePartials(home: string): Promise<void> {
  const names = await readdir(home);
  for (const name of names.filter((each) => each.startsWith(PARTIAL)))
    // An initdb that outlived its parent may still be writing there.
    await rm(join(home, name), { recursive: true, force: true, maxRetries: 5 });
}
