import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build, preview } from 'vite';
import { findFreePort } from './support/free-port.js';
import { describeInBrowser } from './support/browser.js';
import {
  askWhoIAm,
  createAccount,
  isRefresh,
  register,
  seeLoggedIn,
  seeLoginPage,
  type StartedWebApp,
  startWebApp,
} from './support/web-app.js';

const WEB = resolve(import.meta.dirname, '../web');

describeInBrowser('the demo app on another origin than the server', () => {
  let app: StartedWebApp;
  let frontEnd: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const port = await findFreePort();
    frontEnd = `http://localhost:${port}`;
    app = await startWebApp({ WEB_URL: frontEnd });
    close = await serveAppOf(app.url, port);
  });
  afterEach(() => app.endVisits());
  afterAll(async () => {
    await close?.();
    await app?.close();
  });

  it('registers, stays in through a reload, calls and logs out', async () => {
    const page = await app.visit();
    await register(page, 'cross-origin', frontEnd);
    const refreshed = page.waitForResponse(isRefresh);
    await page.reload();
    expect(new URL((await refreshed).url()).origin).toBe(app.url);
    await seeLoggedIn(page, 'cross-origin');
    await askWhoIAm(page);
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await seeLoginPage(page);
    expect(await page.context().cookies()).toEqual([]);
  });

  it('logs in with Kakao, and comes back', async () => {
    const page = await app.visit();
    await page.goto(`${frontEnd}/account`);
    await page.getByRole('button', { name: 'Login with Kakao' }).click();
    await page.locator('[data-person="minsu"]').click();
    await page.waitForURL(`${frontEnd}/account`);
    await page.getByText('You can log in with Kakao.').waitFor();
  });

  it('links Kakao, and comes back', async () => {
    const page = await app.visit();
    await createAccount(page, 'cross-linking', app.url);
    await page.goto(`${frontEnd}/account`);
    await page.getByRole('button', { name: 'Link Kakao' }).click();
    await page.locator('[data-person="emoji"]').click();
    await page.waitForURL(`${frontEnd}/account`);
    await page.getByRole('button', { name: 'Unlink Kakao' }).waitFor();
  });
});

/** As docs/frontend.md says: built with VITE_API_URL, served by anything. */
async function serveAppOf(
  apiUrl: string,
  port: number,
): Promise<() => Promise<void>> {
  const outDir = await mkdtemp(join(tmpdir(), 'munjigi-web-build-'));
  const app = { root: WEB, build: { outDir }, logLevel: 'silent' } as const;
  await build({
    ...app,
    define: { 'import.meta.env.VITE_API_URL': JSON.stringify(apiUrl) },
  });
  const server = await preview({ ...app, preview: { port, strictPort: true } });
  return async () => {
    await server.close();
    await rm(outDir, { recursive: true, force: true });
  };
}
