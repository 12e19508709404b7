import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config, KakaoConfig } from '../config/config.js';
import { KakaoEmulator } from './kakao-emulator/index.js';

const PREFIX = '/dev/kakao';

/** A Kakao for whoever has no app there yet: the emulator, served by this very server. */
export interface EmulatedKakao {
  readonly kakao: KakaoConfig;
  mount(app: NestFastifyApplication): Promise<void>;
}

export function emulateKakao(config: Config): EmulatedKakao {
  const { environment, publicUrl, kakaoRedirectUris } = config;
  const baseUrl = publicUrl + PREFIX;
  const emulator = new KakaoEmulator({
    baseUrl,
    environment,
    alwaysAsks: true,
    unlinkWebhookUrl: `${publicUrl}/api/auth/kakao/webhooks/unlink`,
  });
  emulator.registerRedirectUri(`${publicUrl}/api/auth/kakao/callback`);
  for (const uri of kakaoRedirectUris)
    for (const key of ['rest', 'javascript'] as const)
      emulator.registerRedirectUri(uri, key);
  const { app } = emulator;
  const kakao = {
    appId: String(app.id),
    clientId: app.restKey,
    clientSecret: app.clientSecret,
    adminKey: app.adminKey,
    audiences: [app.restKey, app.javascriptKey, app.nativeKey],
    authUrl: baseUrl,
    apiUrl: baseUrl,
  };
  return {
    kakao,
    mount: async (nest) => {
      await nest.register(emulator.plugin as never, { prefix: PREFIX });
    },
  };
}
