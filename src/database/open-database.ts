import type { Config } from '../config/config.js';
import { startEmbeddedPostgres } from './embedded/embedded-postgres.js';
import { migrate } from './migrate.js';

/** A migrated database, and how to let go of it. */
export interface OpenDatabase {
  readonly url: string;
  close(): Promise<void>;
}

/** The database of `DATABASE_URL`, or the embedded one, with its schema up to date. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const database = await reachDatabase(config);
  try {
    if (config.migrateAtStart) await migrate(database.url);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function reachDatabase({
  databaseUrl,
  dataDir,
}: Config): Promise<OpenDatabase> {
  if (databaseUrl) return { url: databaseUrl, close: async () => undefined };
  const server = await startEmbeddedPostgres(dataDir);
  return { url: server.url, close: () => server.stop() };
}
