import 'reflect-metadata';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { migrate } from '../../src/database/migrate.js';
import { createDatabase, query, withDatabase } from './databases.js';
import { startDevelopmentServer } from './development-server.js';
import { startKakaoSite } from './kakao-site.js';
import { lend } from './lending.js';

declare module 'vitest' {
  interface ProvidedContext {
    serverUrl: string;
  }
}

/** One PostgreSQL for the whole run; each test file takes a database of its own from the migrated template. */
export default async function setup(
  project: TestProject,
): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'munjigi-test-'));
  // As root the server runs as somebody else, who has to reach the folder.
  await chmod(dataDir, 0o755);
  const server = await startEmbeddedPostgres(dataDir);
  // What is lost with the power is lost with the run.
  for (const setting of ['fsync', 'synchronous_commit', 'full_page_writes'])
    await query(server.url, `ALTER SYSTEM SET ${setting} = off`);
  await query(server.url, 'SELECT pg_reload_conf()');
  await query(server.url, 'CREATE DATABASE template_munjigi');
  await migrate(withDatabase(server.url, 'template_munjigi'));
  project.provide('serverUrl', server.url);
  const lender = await lend({
    // Most runs of a few files need none, nor what it takes to drive one.
    browser: async () => (await import('./browser.js')).launchBrowser(),
    webApp: async () =>
      startDevelopmentServer(await createDatabase(server.url)),
    kakaoSite: async () => startKakaoSite(await createDatabase(server.url)),
  });
  project.provide('lenderUrl', lender.url);
  return async () => {
    await lender.close();
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
}
