import { KakaoClient } from '../../src/auth/kakao/kakao-client.js';
import {
  type KakaoEmulator,
  startKakaoEmulator,
} from '../../src/dev/kakao-emulator/index.js';
import { type ServerTerms, startServer, type TestServer } from './server.js';

/** Where a front end of the tests has its codes sent to. */
export const FRONT_END_REDIRECT = 'http://localhost:5173/kakao';

/** The application with Kakao behind it: the emulator, on a server of its own. */
export interface KakaoTestServer {
  readonly server: TestServer;
  readonly kakao: KakaoEmulator;
  close(): Promise<void>;
}

/**
 * Each test ends with `expect(kakao.wrongdoings).toEqual([])`, or with the wrongdoing it provoked.
 *
 * @param env variables on top of those that name the emulator's app
 */
export async function startServerWithKakao(
  env: Record<string, string> = {},
  terms: ServerTerms = {},
): Promise<KakaoTestServer> {
  const emulated = await startKakaoEmulator();
  const { url, emulator } = emulated;
  const { app } = emulator;
  const publicUrl = env.PUBLIC_URL ?? 'http://localhost:3000';
  emulator.registerRedirectUri(`${publicUrl}/api/auth/kakao/callback`);
  emulator.registerRedirectUri(FRONT_END_REDIRECT);
  emulator.registerRedirectUri(FRONT_END_REDIRECT, 'javascript');
  const ofKakao = {
    KAKAO_CLIENT_ID: app.restKey,
    KAKAO_CLIENT_SECRET: app.clientSecret,
    KAKAO_APP_ID: String(app.id),
    KAKAO_ADMIN_KEY: app.adminKey,
    KAKAO_CLIENT_IDS: `${app.javascriptKey},${app.nativeKey}`,
    KAKAO_REDIRECT_URIS: FRONT_END_REDIRECT,
    KAKAO_AUTH_URL: url,
    KAKAO_API_URL: url,
  };
  const server = await startServer({ ...ofKakao, ...env }, terms);
  return {
    server,
    kakao: emulator,
    close: async () => {
      await server.close();
      await emulated.close();
    },
  };
}

/** Does something once, when Kakao has told who somebody is and nobody here has heard of it yet. */
export function whileAsked(
  { app }: TestServer,
  act: () => Promise<unknown>,
): void {
  const client = app.get(KakaoClient);
  const profile = client.profile.bind(client);
  const spy = vi
    .spyOn(client, 'profile')
    .mockImplementationOnce(async (...asked) => {
      const told = await profile(...asked);
      await act();
      return told;
    });
  onTestFinished(() => spy.mockRestore());
}
