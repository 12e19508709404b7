import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import {
  type FaultName,
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import type { Finding } from '../src/doctor/finding.js';
import { probeKakao } from '../src/doctor/kakao-probe.js';
import { configOf, KAKAO_APP, testEnv } from './support/doctored.js';
import { findFreePort } from './support/free-port.js';

const DOCTOR = resolve(import.meta.dirname, '../dist/doctor.js');
const CALLBACK = 'http://localhost:3000/api/auth/kakao/callback';

let running: RunningKakaoEmulator;
let emulator: KakaoEmulator;

beforeAll(async () => {
  running = await startKakaoEmulator();
  emulator = running.emulator;
  emulator.registerRedirectUri(CALLBACK);
});
beforeEach(() => emulator.reset());
afterAll(() => running.close());

/** The emulated app, as configured. */
const kakaoEnv = (env: Record<string, string> = {}) => ({
  KAKAO_CLIENT_ID: emulator.app.restKey,
  KAKAO_CLIENT_SECRET: emulator.app.clientSecret,
  KAKAO_APP_ID: String(emulator.app.id),
  KAKAO_ADMIN_KEY: emulator.app.adminKey,
  KAKAO_AUTH_URL: running.url,
  KAKAO_API_URL: running.url,
  ...env,
});

const probe = (env: Record<string, string> = {}) =>
  probeKakao(configOf(kakaoEnv(env)).kakao!, CALLBACK);

describe('the probe', () => {
  it('finds the right credentials fine, as often as it asks', async () => {
    for (const _time of [1, 2])
      expect(await probe()).toMatchObject({ level: 'fine' });
    expect(emulator.requests.map(({ method, path }) => [method, path])).toEqual(
      [1, 2].map(() => ['POST', '/oauth/token']),
    );
    expect(emulator.wrongdoings).toEqual([]);
  });

  it('tells a wrong secret', async () => {
    const { KAKAO_CLIENT_SECRET } = KAKAO_APP;
    const finding = await probe({ KAKAO_CLIENT_SECRET });
    expect(finding).toMatchObject({
      level: 'broken',
      fix: expect.stringMatching(/^KAKAO_CLIENT_SECRET=/),
    });
    expect(emulator.wrongdoings).toEqual([]);
  });

  it.each([
    ['nobody has', () => KAKAO_APP.KAKAO_CLIENT_ID],
    ['of another kind', () => emulator.app.javascriptKey],
    ['that is the admin key', () => emulator.app.adminKey],
  ])('tells a key %s', async (_kind, key) => {
    const KAKAO_CLIENT_ID = key();
    const finding = await probe({ KAKAO_CLIENT_ID });
    expect(finding).toMatchObject({
      level: 'broken',
      fix: 'KAKAO_CLIENT_ID=<REST API key>',
    });
    expect(emulator.wrongdoings).toEqual([]);
  });

  it.each<[FaultName, string]>([
    ['quota-400', 'KOE237'],
    ['500', 'HTTP 500'],
    ['html', 'HTTP 200'],
    ['redirect', 'HTTP 302'],
    ['redirect-307', 'HTTP 307'],
  ])('leaves open what %s means', async (fault, what) => {
    emulator.setFault('token', fault);
    const finding = await probe();
    expect(finding.level).toBe('warning');
    expect(finding.en).toContain(`(${what})`);
    expect(emulator.wrongdoings).toEqual([]);
  });

  it.each<FaultName>(['refuse', 'huge'])(
    'does not wait for a server that answers with %s, nor blame the configuration',
    async (fault) => {
      emulator.setFault('token', fault);
      expectNoAnswer(await probe());
    },
  );

  it('does not wait for a server at a standstill, nor blame the configuration', async () => {
    const probes: ReturnType<typeof probe>[] = [];
    for (const fault of ['hang', 'drip'] as const) {
      emulator.setFault('token', fault, { times: 1 });
      probes.push(probe());
      await expect
        .poll(() => emulator.calls.token, { timeout: 3_000 })
        .toBe(probes.length);
    }
    for (const finding of await Promise.all(probes)) expectNoAnswer(finding);
  });

  function expectNoAnswer({ level, en }: Finding): void {
    expect(level).toBe('warning');
    expect(en).toContain(`No answer from ${running.url} within 4 s`);
    expect(emulator.wrongdoings).toEqual([]);
  }

  it('does not blame the configuration where nothing listens', async () => {
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    const finding = await probe({ KAKAO_AUTH_URL: nowhere });
    expect(finding.level).toBe('warning');
    expect(finding.en).toContain(`No answer from ${nowhere}`);
  });
});

describe('npm run doctor', () => {
  it('ends with 0 where nothing is broken', async () => {
    const { code, output } = await runDoctor(testEnv(kakaoEnv()));
    expect(code, output).toBe(0);
    expect(output).toContain('✓ 카카오가 REST API 키와');
    expect(output).toContain(`→ Redirect URI: ${CALLBACK}\n`);
    expect(output).toMatch(/broken: 0, warnings: 0\n$/);
    expect(emulator.wrongdoings).toEqual([]);
  });

  it('ends with 0 where there is only a warning', async () => {
    const env = testEnv(kakaoEnv({ KAKAO_ADMIN_KEY: '' }));
    const { code, output } = await runDoctor(env);
    expect(code, output).toBe(0);
    expect(output).toMatch(/broken: 0, warnings: 1\n$/);
    expect(emulator.wrongdoings).toEqual([]);
  });

  it('ends with 1 where something will not work, and prints no secret', async () => {
    const { KAKAO_CLIENT_SECRET } = KAKAO_APP;
    const env = testEnv(
      kakaoEnv({
        KAKAO_CLIENT_SECRET,
        KAKAO_CLIENT_IDS: emulator.app.adminKey,
        WEB_URL: 'http://127.0.0.1:5173',
      }),
    );
    const { code, output } = await runDoctor(env);
    expect(code, output).toBe(1);
    expect(output).toContain('→ WEB_URL=http://localhost:5173\n');
    expect(output).toContain('(KOE010)');
    expect(output).toMatch(/broken: 3, warnings: 0\n$/);
    const { JWT_ACCESS_SECRET, JWT_REFRESH_SECRET } = env;
    const { restKey, adminKey } = emulator.app;
    const secrets = [JWT_ACCESS_SECRET, JWT_REFRESH_SECRET, restKey, adminKey];
    for (const secret of [...secrets, KAKAO_CLIENT_SECRET, 'hunter2'])
      expect(output).not.toContain(secret);
    expect(emulator.wrongdoings).toEqual([]);
  });

  it('reports a configuration that can not be read, and ends with 1', async () => {
    const bad = { PORT: 'eighty', COOKIE_SAMESITE: 'loose', WEB_ULR: 'x' };
    const { code, output } = await runDoctor(testEnv(bad));
    expect(code, output).toBe(1);
    expect(output).toContain('WEB_ULR is no name the server reads.');
    expect(output).toContain('→ PORT=3000\n');
    expect(output).toContain('→ COOKIE_SAMESITE=strict\n');
    expect(output).not.toMatch(/eighty|loose|\n {4}at /);
  });
});

async function runDoctor(env: Record<string, string>) {
  const { PATH, HOME } = process.env as Record<string, string>;
  const child = spawn(process.execPath, [DOCTOR], {
    env: { PATH, HOME, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, errors, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, output: errors + out };
}
