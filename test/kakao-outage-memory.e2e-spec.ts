import { readFile } from 'node:fs/promises';
import { startKakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { createDatabase } from './support/databases.js';
import {
  byAccessToken,
  KAKAO_PATH,
  outcomeOf,
} from './support/kakao-tokens.js';
import { spawnServer } from './support/spawned-server.js';

const ANSWERS = 20;
const MOST_MB = 50;

// A process of its own: here the emulator makes the gigabytes, and that takes its time on a busy machine.
it(
  'twenty answers of 100 MB from Kakao cost the server no memory',
  { timeout: 60_000 },
  async () => {
    const emulated = await startKakaoEmulator();
    const { url, emulator: kakao } = emulated;
    const { app } = kakao;
    const server = await spawnServer({
      DATABASE_URL: await createDatabase(),
      KAKAO_CLIENT_ID: app.restKey,
      KAKAO_CLIENT_SECRET: app.clientSecret,
      KAKAO_APP_ID: String(app.id),
      KAKAO_AUTH_URL: url,
      KAKAO_API_URL: url,
    });
    onTestFinished(async () => {
      await server.stop();
      await emulated.close();
    });
    const login = () =>
      server.client().post(KAKAO_PATH, byAccessToken(kakao, 'minsu'));
    expect(outcomeOf(await login())).toBe('200');
    const before = await residentMb(server.process.pid!);
    kakao.setFault('access-token-info', 'huge');
    for (let count = 0; count < ANSWERS; count += 1) {
      expect(outcomeOf(await login())).toBe('503 kakao_unavailable');
      const grown = (await residentMb(server.process.pid!)) - before;
      expect(grown).toBeLessThan(MOST_MB);
    }
    kakao.clearFaults();
    expect(outcomeOf(await login())).toBe('200');
    expect(kakao.wrongdoings).toEqual([]);
  },
);

async function residentMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)![1]) / 1024;
}
