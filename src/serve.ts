import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { announce } from './announce.js';
import { AppModule } from './app.module.js';
import { NestLogger } from './common/logging/nest-logger.js';
import type { Config } from './config/config.js';
import { configureApp, createAdapter } from './configure-app.js';
import type { OpenDatabase } from './database/open-database.js';
import type { EmulatedKakao } from './dev/emulated-kakao.js';
import type { MailPreview } from './dev/mail-preview/mail-preview.js';
import { cannotListen } from './start-problems.js';
import { stopOnSignals } from './stop-on-signals.js';

/**
 * Builds the application on an open database, listens, and says so.
 * @throws ConfigError when it can't listen there
 */
export async function serve(
  given: Config,
  database: OpenDatabase,
  logger: Logger,
): Promise<void> {
  const emulated = await emulatedKakao(given);
  const mailPreview = await previewedMail(given);
  const config = { ...given, kakao: given.kakao ?? emulated?.kakao };
  const app = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot(config, mailPreview),
    createAdapter(config, logger),
    { logger: new NestLogger(logger), bodyParser: false, abortOnError: false },
  );
  await configureApp(app);
  await emulated?.mount(app);
  await mailPreview?.mount(app);
  const hasDemoApp = await serveDemoAppIn(config, app);
  await app.listen(config.port, config.host).catch((error: unknown) => {
    throw cannotListen(error);
  });
  stopOnSignals(app, database, logger);
  if (config.environment === 'development') announce(config, hasDemoApp);
  logger.info({ url: await app.getUrl() }, 'ready');
  logger.flush();
}

/** Loaded in development only, so that nothing of it is ever in a production process. */
async function emulatedKakao(
  config: Config,
): Promise<EmulatedKakao | undefined> {
  if (config.environment !== 'development' || config.kakao) return undefined;
  const { emulateKakao } = await import('./dev/emulated-kakao.js');
  return emulateKakao(config);
}

/** In development only, as above; with a mail server mails go there, and are not kept here too. */
async function previewedMail(config: Config): Promise<MailPreview | undefined> {
  if (config.environment !== 'development' || config.smtpUrl) return undefined;
  const { MailPreview } = await import('./dev/mail-preview/mail-preview.js');
  return new MailPreview();
}

/** In development only, too: production has a front end of its own. */
async function serveDemoAppIn(
  { environment }: Config,
  app: NestFastifyApplication,
): Promise<boolean> {
  if (environment !== 'development') return false;
  const { serveDemoApp } = await import('./dev/demo-app.js');
  return serveDemoApp(app);
}
