import Fastify from 'fastify';
import { KakaoEmulator } from './kakao-emulator.js';
import type { KakaoEmulatorOptions } from './state/settings.js';

export interface RunningKakaoEmulator {
  readonly url: string;
  readonly emulator: KakaoEmulator;
  close(): Promise<void>;
}

/** An emulator on a server of its own: 127.0.0.1, a random port. */
export async function startKakaoEmulator(
  options: Partial<KakaoEmulatorOptions> = {},
): Promise<RunningKakaoEmulator> {
  const emulator = new KakaoEmulator({
    baseUrl: 'http://127.0.0.1',
    ...options,
  });
  const fastify = Fastify({ forceCloseConnections: true });
  await fastify.register(emulator.plugin);
  await emulator.prepare();
  const url = await fastify.listen({ host: '127.0.0.1', port: 0 });
  if (options.baseUrl === undefined) emulator.reachableAt(url);
  return { url, emulator, close: () => fastify.close() };
}
