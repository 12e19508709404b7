import { prepareCluster } from './cluster.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import { findLocation, type Location } from './location.js';
import { NAME } from './new-cluster.js';
import { claimFolder } from './owner.js';
import { readPassword } from './password.js';
import { startPostmaster } from './postmaster.js';
import { endPreviousServer } from './previous-server.js';
import { findRunnableBinaries } from './runnable-binaries.js';
import { findRunningPort } from './running-server.js';

/** A PostgreSQL server that takes connections. */
export interface EmbeddedServer {
  /** `postgres://munjigi:<password>@127.0.0.1:<port>/munjigi` */
  readonly url: string;
  /**
   * Resolves when the server is gone (or, if it is another program's, at once). Call it last: connections that are
   * still open are cut. A program that ends without it, even by `kill -9`, takes the server along.
   */
  stop(): Promise<void>;
}

/**
 * Starts (the first time: creates) the server whose files live in `${dataDir}/postgres`.
 *
 * Run by root below a folder that other accounts cannot enter, the files live under `/var/lib/munjigi` instead, and
 * one line on stdout says where.
 *
 * @throws EmbeddedPostgresError with one line for the person who started the program.
 * @example
 * const server = await startEmbeddedPostgres('.data');
 * const pool = new Pool({ connectionString: server.url });
 */
export async function startEmbeddedPostgres(
  dataDir: string,
): Promise<EmbeddedServer> {
  return explained(dataDir, async () => start(await findLocation(dataDir)));
}

/**
 * For command line tools: uses the server that is already running on that folder, whose `stop()` then leaves it
 * alone, or else starts it like {@link startEmbeddedPostgres}.
 *
 * @throws EmbeddedPostgresError with one line for the person who started the program.
 */
export async function useEmbeddedPostgres(
  dataDir: string,
): Promise<EmbeddedServer> {
  return explained(dataDir, async () => {
    const location = await findLocation(dataDir);
    const port = await findRunningPort(location);
    return port === null ? start(location) : attach(location, port);
  });
}

async function start(location: Location): Promise<EmbeddedServer> {
  const binaries = await findRunnableBinaries(location.account);
  const claim = await claimFolder(location.dataDir);
  try {
    await endPreviousServer(location.cluster, binaries);
    const password = await prepareCluster(location, binaries);
    const postmaster = await startPostmaster(location, binaries);
    let stopping: Promise<void> | undefined;
    const stop = (): Promise<void> =>
      (stopping ??= postmaster.stop().then(claim.release));
    return { url: urlOf(postmaster.port, password), stop };
  } catch (error) {
    await claim.release();
    throw error;
  }
}

async function attach(
  { dataDir }: Location,
  port: number,
): Promise<EmbeddedServer> {
  const password = await readPassword(dataDir);
  if (password === null)
    throw new EmbeddedPostgresError(
      `The password file of the database in ${dataDir} is gone. Restart munjigi, which makes a new one.`,
    );
  return { url: urlOf(port, password), stop: () => Promise.resolve() };
}

function urlOf(port: number, password: string): string {
  return `postgres://${NAME}:${password}@127.0.0.1:${port}/${NAME}`;
}

/** Whatever the system refuses on the way has to do with the folder, and the person can only choose another one. */
async function explained<T>(
  dataDir: string,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new EmbeddedPostgresError(
      `The database cannot be kept in the folder ${dataDir} (${cause.message}). Make it writable, or set DATA_DIR to another folder.`,
      { cause },
    );
  }
}
