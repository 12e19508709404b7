import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningKakaoEmulator } from '../../src/dev/kakao-emulator/index.js';
import { startDevelopmentServer } from './development-server.js';

/** The built server with an emulated Kakao, and a front end on another origin. */
export interface KakaoSite {
  readonly api: string;
  /** Where the emulator is. */
  readonly kakao: string;
  readonly frontEnd: string;
  /** Where the front end's link has a login end. */
  readonly welcome: string;
}

/** @param elsewhere an emulator on another site than the server's, as the real Kakao is */
export async function startKakaoSite(
  databaseUrl: string,
  elsewhere?: RunningKakaoEmulator,
): Promise<KakaoSite & { close(): Promise<void> }> {
  const { linkTo, close, ...pages } = await serveFrontEnd();
  const server = await startDevelopmentServer(databaseUrl, {
    WEB_URL: pages.frontEnd,
    FRONTEND_ORIGINS: pages.frontEnd,
    ...(elsewhere && kakaoEnv(elsewhere)),
  });
  const api = server.url;
  linkTo(api);
  elsewhere?.emulator.registerRedirectUri(`${api}/api/auth/kakao/callback`);
  return {
    ...pages,
    api,
    kakao: elsewhere?.url ?? `${api}/dev/kakao`,
    close: async () => {
      await server.close();
      close();
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
async function serveFrontEnd() {
  let api = '';
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
    linkTo: (url: string) => {
      api = url;
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
