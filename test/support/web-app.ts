import type {
  BrowserContext,
  BrowserContextOptions,
  Page,
  Response,
} from 'playwright-core';
import { connectBrowser } from './browser.js';
import { createDatabase, query } from './databases.js';
import {
  type DevelopmentServer,
  startDevelopmentServer,
} from './development-server.js';
import { borrow } from './lending.js';

export const PASSWORD = 'a cat sleeps by the window';

/** The demo app as the built server serves it in development, and a browser. */
export interface WebApp {
  readonly url: string;
  /** A browser profile of its own, in English unless said otherwise. */
  visit(options?: BrowserContextOptions): Promise<Page>;
  /** Somebody with an account of their own, who comes to a page logged in. */
  visitAs(username: string, path?: string): Promise<Page>;
  grantAdmin(username: string): Promise<void>;
  /** Ends the visits of a test, and expects that no page failed unseen. */
  endVisits(): Promise<void>;
}

/** One whose server a file started, with settings of its own, and may stop. */
export type StartedWebApp = WebApp & DevelopmentServer;

/** The run's, for who needs no settings and no start of their own. Other files visit it, too: names and Kakao's people are to be a test's own. */
export async function borrowWebApp(): Promise<WebApp> {
  return openWebApp(await borrow('webApp'));
}

export async function startWebApp(
  env: Record<string, string> = {},
): Promise<StartedWebApp> {
  const server = await startDevelopmentServer(await createDatabase(), env);
  return { ...server, ...(await openWebApp(server)) };
}

async function openWebApp({
  url,
  databaseUrl,
}: Pick<DevelopmentServer, 'url' | 'databaseUrl'>): Promise<WebApp> {
  const browser = await connectBrowser();
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
    visitAs: async (username, path = '/') => {
      const page = await visit();
      await createAccount(page, username, url);
      await page.goto(url + path);
      if (path === '/') await seeLoggedIn(page, username);
      return page;
    },
    grantAdmin: async (username) => {
      await query(
        databaseUrl,
        `UPDATE users SET role = 'admin' WHERE username = $1`,
        [username],
      );
    },
    endVisits: async () => {
      await Promise.all(contexts.splice(0).map((context) => context.close()));
      expect(failures.splice(0)).toEqual([]);
    },
  };
}

/** As a script on the page would, so that the browser is logged in. */
export async function createAccount(
  page: Page,
  username: string,
  url: string,
): Promise<void> {
  const data = { username, password: PASSWORD };
  const answer = await page.request.post(`${url}/api/auth/register`, { data });
  expect(answer.status()).toBe(201);
}

/** Fills in the form that makes an account. */
export async function register(
  page: Page,
  username: string,
  frontEnd: string,
): Promise<void> {
  await page.goto(`${frontEnd}/register`);
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await seeLoggedIn(page, username);
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
