import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import type { Location } from './location.js';
import { findOwner } from './owner.js';
import { readPostmasterFile } from './postmaster-file.js';
import { isPostmasterOf } from './running-program.js';
import { until } from './until.js';

const START_MS = 60_000;

/** The port of the server that a living program runs here, once it is ready; null when no program holds the folder. */
export async function findRunningPort({
  dataDir,
  cluster,
}: Location): Promise<number | null> {
  let owner = await findOwner(dataDir);
  let port: number | null = null;
  await until(async () => {
    if (owner === null) return true;
    port = await readyPort(cluster);
    owner = await findOwner(dataDir);
    return port !== null;
  }, START_MS);
  if (owner !== null && port === null)
    throw new EmbeddedPostgresError(
      `The munjigi that holds the folder ${dataDir} (pid ${owner}) has no PostgreSQL running. Restart it.`,
    );
  return owner === null ? null : port;
}

async function readyPort(cluster: string): Promise<number | null> {
  const file = await readPostmasterFile(cluster);
  if (file === null || !file.isReady) return null;
  return (await isPostmasterOf(file.pid, cluster)) ? file.port : null;
}
