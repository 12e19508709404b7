import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import type { Logger } from 'pino';
import type { OpenDatabase } from './database/open-database.js';
import { HealthService } from './health/health.service.js';

const MAX_DRAIN_MS = 10_000;
/** How long the door stays open: connections the system has taken, but we have not, would be cut with it. */
const CLOSE_DELAY_MS = 200;

/** SIGTERM and Ctrl-C: not ready at once, requests under way get their answers, exit code 0. */
export function stopOnSignals(
  app: INestApplication,
  database: OpenDatabase,
  logger: Logger,
): void {
  let stopping: Promise<void> | undefined;
  const stop = async (signal: string) => {
    logger.info({ signal }, 'stopping');
    setTimeout(() => void leave(database, logger), MAX_DRAIN_MS).unref();
    app.get(HealthService).announceStop();
    await delay(CLOSE_DELAY_MS);
    await app.close();
    await leave(database, logger);
  };
  // npm passes Ctrl-C on to a process that had it from the terminal already; once is enough.
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      stopping ??= stop(signal).catch((error: unknown) => {
        logger.error({ err: error }, 'stopping failed');
        process.exit(1);
      });
    });
}

async function leave(database: OpenDatabase, logger: Logger): Promise<void> {
  await database.close();
  logger.info('stopped');
  process.exit(0);
}
