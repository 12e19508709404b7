import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type {
  BrowserContext,
  BrowserContextOptions,
  Page,
  Response,
} from 'playwright-core';
import { findFreePort } from '../../src/database/embedded/free-port.js';
import { launchBrowser } from './browser.js';
import { createDatabase } from './databases.js';
import { spawnServer } from './spawned-server.js';

const GRANT_ADMIN = resolve(import.meta.dirname, '../../dist/grant-admin.js');

export const PASSWORD = 'a cat sleeps by the window';

/** The demo app as the built server serves it in development, and a browser. */
export interface WebApp {
  readonly url: string;
  /** A browser profile of its own, in English unless said otherwise. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Somebody with an account of their own, just registered there. */
  visitAs(username: string, frontEnd?: string): Promise<Page>;
  grantAdmin(username: string): Promise<void>;
  stop(): Promise<unknown>;
  start(): Promise<void>;
  /** Ends the visits of a test, and expects that no page failed unseen. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

export async function startWebApp(
  env: Record<string, string> = {},
): Promise<WebApp> {
  const [browser, port, databaseUrl, dataDir] = await Promise.all([
    launchBrowser(),
    findFreePort(),
    createDatabase(),
    mkdtemp(join(tmpdir(), 'munjigi-web-')),
  ]);
  const url = `http://localhost:${port}`;
  const database = {
    NODE_ENV: 'development',
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
  };
  const start = () =>
    spawnServer({
      ...database,
      PORT: String(port),
      PUBLIC_URL: url,
      ...env,
    });
  let server = await start();
  const contexts: BrowserContext[] = [];
  const failures: string[] = [];
  const visit = async (options?: BrowserContextOptions) => {
    const context = await browser.newContext(options);
    contexts.push(context);
    context.on('weberror', (error) => failures.push(error.error().message));
    return context.newPage();
  };
  return {
    url,
    visit,
    visitAs: async (username, frontEnd = url) => {
      const page = await visit();
      await page.goto(`${frontEnd}/register`);
      await page.getByLabel('Username').fill(username);
      await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Create account' }).click();
      await seeLoggedIn(page, username);
      return page;
    },
    grantAdmin: async (username) => {
      await promisify(execFile)(process.execPath, [GRANT_ADMIN, username], {
        env: { ...process.env, ...database },
      });
    },
    stop: () => server.stop(),
    start: async () => {
      server = await start();
    },
    endVisits: async () => {
      for (const context of contexts.splice(0)) await context.close();
      expect(failures.splice(0)).toEqual([]);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export async function seeLoggedIn(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { name: `Hello, ${name}` }).waitFor();
}

export async function seeLoginPage(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Log in' }).waitFor();
}

/** Presses the button of the home page that calls a protected route, and waits for an answer that is no refusal. */
export async function askWhoIAm(page: Page): Promise<void> {
  const answered = page.waitForResponse(
    (answer) => answer.url().endsWith('/api/users/me') && answer.ok(),
  );
  await page.getByRole('button', { name: 'Ask who I am' }).click();
  await answered;
}

export function isRefresh(response: Response): boolean {
  return response.url().endsWith('/api/auth/refresh');
}
