import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContextOptions } from 'playwright-core';
import { findFreePort } from '../../src/database/embedded/free-port.js';
import type { RunningKakaoEmulator } from '../../src/dev/kakao-emulator/index.js';
import { launchBrowser } from './browser.js';
import { createDatabase } from './databases.js';
import { spawnServer } from './spawned-server.js';
import { Visit } from './visit.js';

/** The built server with its emulated Kakao, a front end on another origin, and a browser. */
export interface KakaoInBrowser {
  readonly frontEnd: string;
  /** Where the front end's link has a login end. */
  readonly welcome: string;
  /** Somebody with a browser profile of their own. */
  visit(options?: BrowserContextOptions): Promise<Visit>;
  /** Somebody who clicked through all of it, and is back at `welcome`. */
  logInAs(person: string): Promise<Visit>;
  /** Ends the visits of a test, and expects that nothing went wrong in them unseen. */
  endVisits(): Promise<void>;
  close(): Promise<void>;
}

/** @param elsewhere an emulator on another site than the server's, as the real Kakao is */
export async function startKakaoInBrowser(
  elsewhere?: RunningKakaoEmulator,
): Promise<KakaoInBrowser> {
  const [browser, port, databaseUrl, dataDir] = await Promise.all([
    launchBrowser(),
    findFreePort(),
    createDatabase(),
    mkdtemp(join(tmpdir(), 'munjigi-browser-')),
  ]);
  const api = `http://localhost:${port}`;
  const { close, ...pages } = await serveFrontEnd(api);
  const server = await spawnServer({
    NODE_ENV: 'development',
    PORT: String(port),
    PUBLIC_URL: api,
    WEB_URL: pages.frontEnd,
    FRONTEND_ORIGINS: pages.frontEnd,
    DATABASE_URL: databaseUrl,
    DATA_DIR: dataDir,
    ...(elsewhere && kakaoEnv(elsewhere)),
  });
  elsewhere?.emulator.registerRedirectUri(`${api}/api/auth/kakao/callback`);
  const kakao = elsewhere?.url ?? `${api}/dev/kakao`;
  const visits: Visit[] = [];
  const visit = async (options?: BrowserContextOptions) => {
    const made = await Visit.start(browser, { api, kakao, ...pages }, options);
    visits.push(made);
    return made;
  };
  return {
    ...pages,
    visit,
    logInAs: async (person) => {
      const someone = await visit();
      await someone.goToKakao();
      await someone.choose(person);
      await someone.page.waitForURL(pages.welcome);
      return someone;
    },
    endVisits: async () => {
      for (const ended of visits.splice(0)) {
        await ended.context.close();
        expect(ended.complaints).toEqual([]);
        const told = ended.addresses
          .filter((address) => ended.isOurs(address))
          .flatMap((address) => [...new URL(address).searchParams.keys()]);
        expect(['tab', 'error']).toEqual(expect.arrayContaining(told));
      }
      const seen = await fetch(`${kakao}/control`);
      expect(await seen.json()).toMatchObject({ wrongdoings: [] });
    },
    close: async () => {
      await browser.close();
      await server.stop();
      close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function kakaoEnv({
  url,
  emulator: { app },
}: RunningKakaoEmulator): Record<string, string> {
  return {
    KAKAO_CLIENT_ID: app.restKey,
    KAKAO_CLIENT_SECRET: app.clientSecret,
    KAKAO_APP_ID: String(app.id),
    KAKAO_AUTH_URL: url,
    KAKAO_API_URL: url,
  };
}

/** The same page at every path, with a link that logs in and comes back to /welcome. */
async function serveFrontEnd(
  api: string,
): Promise<{ frontEnd: string; welcome: string; close: () => void }> {
  const server = createServer((_request, response) => {
    const returnTo = encodeURIComponent(welcome);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><html lang="en"><title>Front end</title>
      <link rel="icon" href="data:,">
      <a href="${api}/api/auth/kakao?returnTo=${returnTo}">Log in with Kakao</a>`);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const frontEnd = `http://localhost:${port}`;
  const welcome = `${frontEnd}/welcome?tab=1#top`;
  return {
    frontEnd,
    welcome,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
