import { vi } from 'vitest';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { createDatabase } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';
import type { Answer, TestClient } from './support/test-client.js';
import { timeAwake } from './support/time-awake.js';

// A statement that hangs is given up after 4 s, a connection after 2 s.
const IN_TIME_MS = 6_500;
const BACK_WITHIN_MS = 10_000;

describe('while the database is away', () => {
  let server: TestServer;
  let proxy: TcpProxy;
  let person: TestClient;
  beforeAll(async () => {
    proxy = await startTcpProxy(await createDatabase());
    server = await startServer(
      { DATABASE_URL: proxy.url },
      { hasher: PasswordHasher },
    );
    person = server.client();
    await person.register();
  });
  afterAll(async () => {
    await server.close();
    await proxy.close();
  });

  afterEach(() => proxy.restore());

  it.each(['refuse', 'hang'] as const)(
    '(%s) answers 503 in time, to a crowd too, stays alive, and goes on within 10 s of its return',
    async (how) => {
      proxy[how]();
      await expectRefusalsInTime();
      await expectNoHarmByACrowd();
      proxy.restore();
      await expectReturn();
    },
    40_000,
  );

  async function expectRefusalsInTime(): Promise<void> {
    const stranger = { username: 'somebody', password: 'anything' };
    const requests = {
      refresh: () => person.refresh(),
      login: () => person.copy().login(),
      'login of a stranger': () =>
        server.client().post('/api/auth/login', stranger),
      register: () => person.copy().register(),
      sessions: () => person.send('/api/auth/sessions'),
      ready: () => person.send('/health/ready'),
    };
    const answers = await Promise.all(
      Object.entries(requests).map(async ([name, request]) => {
        const { result: answer, ms } = await timeAwake(request);
        return { name, answer, ms };
      }),
    );
    for (const { name, answer, ms } of answers) {
      expectUnavailable(answer);
      expect(ms, name).toBeLessThan(IN_TIME_MS);
    }
    expect(answers.at(-1)!.answer.body.details).toEqual([
      { field: 'database', code: 'down', message: expect.any(String) },
    ]);
    expect((await person.send('/health/live')).status).toBe(200);
    expectUnavailable(await person.me());
  }

  async function expectNoHarmByACrowd(): Promise<void> {
    const { result: answers, ms } = await timeAwake(() =>
      Promise.all(Array.from({ length: 50 }, () => person.copy().me())),
    );
    for (const answer of answers) expectUnavailable(answer);
    expect(ms).toBeLessThan(IN_TIME_MS);
    expect((await person.send('/health/live')).status).toBe(200);
  }

  async function expectReturn(): Promise<void> {
    const startedAt = performance.now();
    await vi.waitFor(
      async () => {
        const answers = [
          await person.send('/health/ready'),
          await person.me(),
          await person.copy().login(),
        ];
        expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
      },
      { timeout: BACK_WITHIN_MS, interval: 200 },
    );
    expect(performance.now() - startedAt).toBeLessThan(BACK_WITHIN_MS);
    expect((await person.refresh()).status).toBe(200);
    const crowd = Array.from({ length: 30 }, () => person.me());
    for (const { status } of await Promise.all(crowd)) expect(status).toBe(200);
    expect((await person.copy().register()).status).toBe(201);
  }
});

function expectUnavailable({ status, body, headers }: Answer): void {
  expect([status, body?.code]).toEqual([503, 'unavailable']);
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(headers.getSetCookie()).toEqual([]);
}
