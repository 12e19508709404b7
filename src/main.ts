import 'reflect-metadata';
import type { Logger } from 'pino';
import { createLogger } from './common/logging/logger.js';
import { loadConfigFromProcess } from './config/load-config.js';
import { openDatabase } from './database/open-database.js';
import { cannotUseDatabase, startProblems } from './start-problems.js';

async function start(): Promise<void> {
  const config = loadConfigFromProcess();
  const isReadable =
    config.environment === 'development' && process.stdout.isTTY;
  const logger = createLogger(config.logLevel, isReadable);
  logPastRequests(logger);
  const database = await openDatabase(config).catch((error: unknown) => {
    throw cannotUseDatabase(error);
  });
  try {
    // Only now: Nest takes a second to load, and whoever mistyped a setting need not wait for it.
    const { serve } = await import('./serve.js');
    await serve({ ...config, databaseUrl: database.url }, database, logger);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** What no request can answer for goes to the log: Node would print warnings past it, and end at a forgotten rejection. */
function logPastRequests(logger: Logger): void {
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => logger.warn({ name }, message));
  process.on('unhandledRejection', (error) =>
    logger.error({ err: error }, 'unhandled rejection'),
  );
}

try {
  await start();
} catch (error) {
  for (const line of startProblems(error)) process.stderr.write(`${line}\n`);
  process.exit(1);
}
