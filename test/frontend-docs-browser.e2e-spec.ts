import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { build, preview } from 'vite';
import { findFreePort } from './support/free-port.js';
import { describeInBrowser } from './support/browser.js';
import { snippetOf } from './support/snippets.js';
import {
  PASSWORD,
  type StartedWebApp,
  startWebApp,
} from './support/web-app.js';

const ROOT = resolve(import.meta.dirname, '..');

/** What the reader writes around the snippets. */
const READERS_OWN = {
  'index.html': `<!doctype html><html lang="en"><title>Reader</title>
    <link rel="icon" href="data:,"><div id="root"></div>
    <script type="module" src="/main.tsx"></script></html>`,
  'client.ts': `import { MunjigiClient } from '@munjigi/client';
    export const client = new MunjigiClient();`,
  'pages.tsx': `import type { User } from '@munjigi/client';
    import { useEffect, useState } from 'react';
    import { client } from './client';
    import { comeBackFromKakao, goToKakao } from './kakao';
    const account = { username: 'react-reader', password: '${PASSWORD}' };
    export const Home = ({ user }: { user: User }) => <>
      <h1>Hello, {user.nickname}</h1>
      <button onClick={() => client.logout()}>Log out</button></>;
    export const LoginPage = () => <>
      <button onClick={() => client.register(account)}>Register</button>
      <button onClick={goToKakao}>Kakao</button></>;
    export function KakaoPage() {
      const [told, setTold] = useState<string[]>([]);
      const tell = (what: string) => setTold((before) => [...before, what]);
      useEffect(() => void comeBackFromKakao().then(
        (user?: User) => tell(user ? 'In with ' + user.providers : 'Nobody'),
        (error: { code: string }) => tell(error.code)), []);
      return <h1>{told.join(', ')}</h1>;
    }`,
  'main.tsx': `import { StrictMode } from 'react';
    import { createRoot } from 'react-dom/client';
    import { App } from './app';
    import { KakaoPage } from './pages';
    createRoot(document.getElementById('root')!).render(<StrictMode>
      {location.pathname === '/kakao' ? <KakaoPage /> : <App />}
    </StrictMode>);`,
};

describeInBrowser('docs/frontend.md in an app built with Vite', () => {
  let app: StartedWebApp;
  let frontEnd: string;
  let close: () => Promise<void>;
  beforeAll(async () => {
    const port = await findFreePort();
    frontEnd = `http://localhost:${port}`;
    app = await startWebApp({
      WEB_URL: frontEnd,
      KAKAO_REDIRECT_URIS: `${frontEnd}/kakao`,
    });
    close = await serveReadersApp(app.url, port);
  });
  afterEach(() => app.endVisits());
  afterAll(async () => {
    await close?.();
    await app?.close();
  });

  const press = (page: Page, name: string) =>
    page.getByRole('button', { name }).click();
  const see = (page: Page, name: string) =>
    page.getByRole('heading', { name }).waitFor();
  /** In StrictMode each effect runs twice. */
  const seeTwice = (page: Page, told: string) => see(page, `${told}, ${told}`);

  it('React knows who is logged in, through the proxy', async () => {
    const page = await app.visit();
    await page.goto(frontEnd);
    await press(page, 'Register');
    await see(page, 'Hello, react-reader');
    await page.reload();
    await see(page, 'Hello, react-reader');
    await press(page, 'Log out');
    await page.getByRole('button', { name: 'Register' }).waitFor();
  });

  it('React says that nobody knows who is logged in', async () => {
    const page = await app.visit();
    await page.route('**/api/auth/refresh', (route) => route.abort());
    await page.goto(frontEnd);
    await page.getByRole('alert').waitFor();
  });

  it("a code of the emulator's logs in once, under StrictMode and through a reload", async () => {
    const page = await app.visit();
    const exchanges: string[] = [];
    page.on('request', (request) => {
      if (request.url().endsWith('/api/auth/kakao'))
        exchanges.push(request.method());
    });
    await page.goto(frontEnd);
    await press(page, 'Kakao');
    await page.locator('[data-person="minsu"]').click();
    await seeTwice(page, 'In with kakao');
    await page.reload();
    await seeTwice(page, 'In with kakao');
    expect(exchanges).toEqual(['POST']);
  });

  it('a refusal there is told', async () => {
    const page = await app.visit();
    await page.goto(frontEnd);
    await press(page, 'Kakao');
    await page.locator('[data-person="under-14"]').click();
    await seeTwice(page, 'kakao_rejected');
  });

  it('a cancel there brings nobody', async () => {
    const page = await app.visit();
    await page.goto(frontEnd);
    await press(page, 'Kakao');
    await page.getByRole('link', { name: 'Cancel' }).click();
    await seeTwice(page, 'Nobody');
  });
});

/** Serves it with the page's own configuration of Vite. */
async function serveReadersApp(
  apiUrl: string,
  port: number,
): Promise<() => Promise<void>> {
  const root = await mkdtemp(join(tmpdir(), 'munjigi-docs-app-'));
  await symlink(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  const here = (text: string) =>
    text.replaceAll('http://localhost:3000', apiUrl);
  const files = {
    ...READERS_OWN,
    'vite.config.js': here(snippetOf('// vite.config.js')),
    'app.tsx': snippetOf('export function App('),
    'kakao.js': `import { client } from './client';
      ${here(snippetOf('/dev/kakao/oauth/authorize'))}
      ${snippetOf('function goToKakao(')}
      export { comeBackFromKakao, goToKakao };`,
  };
  for (const [name, text] of Object.entries(files))
    await writeFile(join(root, name), text);
  const client = join(ROOT, 'client/src/index.ts');
  await build({
    root,
    mode: 'development',
    logLevel: 'error',
    resolve: { alias: { '@munjigi/client': client } },
  });
  const server = await preview({
    root,
    logLevel: 'error',
    preview: { port, strictPort: true },
  });
  return async () => {
    await server.close();
    await rm(root, { recursive: true, force: true });
  };
}
