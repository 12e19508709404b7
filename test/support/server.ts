import 'reflect-metadata';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { pino } from 'pino';
import { AppModule } from '../../src/app.module.js';
import { PasswordHasher } from '../../src/auth/credentials/password-hasher.js';
import { Clock } from '../../src/common/clock.js';
import { NestLogger } from '../../src/common/logging/nest-logger.js';
import { loadConfig } from '../../src/config/load-config.js';
import { configureApp, createAdapter } from '../../src/configure-app.js';
import { dataSourceOptions } from '../../src/database/data-source-options.js';
import { createDatabase } from './databases.js';
import { RememberingHasher } from './remembering-hasher.js';
import { SECRETS } from './secrets.js';
import { TestClient } from './test-client.js';
import { TestClock } from './test-clock.js';

export { SECRETS };

/** What @nestjs/typeorm calls them, and does not export. */
const TYPEORM_OPTIONS = 'TypeOrmModuleOptions';

export interface TestServer {
  readonly app: NestFastifyApplication;
  readonly url: string;
  readonly databaseUrl: string;
  readonly clock: TestClock;
  /** Every line logged so far. */
  readonly log: string[];
  /** A person with a cookie jar of their own. */
  client(): TestClient;
  close(): Promise<void>;
}

/** What only some tests have. */
export interface ServerTerms {
  /** Routes that only a test has. */
  readonly controllers?: Type[];
  /** The real one where it matters that each password is hashed anew: how long that takes, who comes in between, which salt it has. */
  readonly hasher?: typeof PasswordHasher;
}

/**
 * The application, listening, in this process. One at a time: Passport keeps its strategies in
 * the process, so two would answer with each other's; see `spawnServer` for that.
 *
 * @param env variables on top of the tests' own
 */
export async function startServer(
  env: Record<string, string> = {},
  { controllers = [], hasher = RememberingHasher }: ServerTerms = {},
): Promise<TestServer> {
  const databaseUrl = env.DATABASE_URL ?? (await createDatabase());
  const config = loadConfig({
    NODE_ENV: 'test',
    PORT: '0',
    PUBLIC_URL: 'http://localhost:3000',
    DATABASE_URL: databaseUrl,
    LOG_LEVEL: 'debug',
    // Tests fail more often than people do; those of the limits turn them on.
    RATE_LIMIT: 'off',
    ...SECRETS,
    ...env,
  });
  const log: string[] = [];
  const logger = pino(
    { level: config.logLevel },
    { write: (line) => void log.push(line) },
  );
  const clock = new TestClock();
  const building = Test.createTestingModule({
    imports: [AppModule.forRoot(config)],
    controllers,
  })
    .overrideProvider(Clock)
    .useValue(clock)
    .overrideProvider(PasswordHasher)
    .useClass(hasher);
  // Whoever brings a database may be about to take it away.
  if (!env.DATABASE_URL)
    building
      .overrideProvider(TYPEORM_OPTIONS)
      .useValue(patientOptions(databaseUrl, config.databasePoolMax));
  const module = await building.compile();
  const app = module.createNestApplication<NestFastifyApplication>(
    createAdapter(config, logger),
    {
      logger: new NestLogger(logger),
      bodyParser: false,
    },
  );
  await configureApp(app);
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const client = () => new TestClient(url);
  return {
    app,
    url,
    databaseUrl,
    clock,
    log,
    client,
    close: () => app.close(),
  };
}

/** On a machine where a process may have to wait seconds for a core, a crowd would be told that the database is away. */
function patientOptions(url: string, poolMax: number) {
  const { extra, ...options } = dataSourceOptions(url, poolMax);
  const patience = {
    lock_timeout: 5_000,
    statement_timeout: 10_000,
    query_timeout: 12_000,
  };
  return {
    ...options,
    connectTimeoutMS: 10_000,
    extra: { ...extra, ...patience },
    retryAttempts: 0,
  };
}
