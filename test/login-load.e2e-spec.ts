import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { statusesOf } from './support/limited.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const ROUNDS = 32;
const AT_ONCE = Math.max(2, availableParallelism());
const WAITING = 32;
const BEYOND = 60;

describe('logins under the stopwatch and in a crowd', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({}, { hasher: PasswordHasher });
    person = server.client();
    await person.register();
    await query(
      server.databaseUrl,
      `INSERT INTO users (id, username, username_key, nickname) VALUES ($1, 'kakao-only', 'kakao-only', 'Kakao')`,
      [randomUUID()],
    );
  });
  afterAll(() => server.close());

  it('takes as long for an unknown user and one without a password as for a wrong password', async () => {
    const usernames = [person.username, 'nobody-here', 'kakao-only', '!'];
    const times = usernames.map((): number[] => []);
    // Interleaved, each in turn the first, so that whatever else the machine does falls on all alike.
    for (let turn = 0; turn < ROUNDS * usernames.length; turn += 1) {
      const index =
        (turn + Math.floor(turn / usernames.length)) % usernames.length;
      times[index]!.push(await timeOf(usernames[index]!));
    }
    const [wrong, ...others] = times.map(median);
    for (const other of others) {
      expect(other / wrong!).toBeGreaterThan(0.6);
      expect(other / wrong!).toBeLessThan(1.6);
    }
  });

  it('answers 503 to logins beyond the queue while the other routes go on', async () => {
    // Nothing is hashed until all have come, or a machine that hashes while they come refuses fewer, or none.
    const goOn = occupyCores();
    const answers: Answer[] = [];
    const logins = Array.from({ length: WAITING + BEYOND }, async () => {
      const client = server.client();
      answers.push(await client.login(person.username, 'wrong password'));
    });
    const others: number[] = [];
    let isOver = false;
    const watching = (async () => {
      while (!isOver) others.push((await person.me()).status);
    })();
    onTestFinished(() => void (isOver = true));
    await vi
      .waitFor(() => expect(answers).toHaveLength(BEYOND), { timeout: 10_000 })
      .finally(goOn);
    const refused = [...answers];
    await Promise.all(logins);
    isOver = true;
    await watching;
    expect(statusesOf(answers)).toEqual({ 401: WAITING, 503: BEYOND });
    for (const { body, headers } of refused) {
      expect(body.code).toBe('unavailable');
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
    expect(new Set(others)).toEqual(new Set([200]));
    expect((await person.login()).status).toBe(200);
  });

  /** All that hash passwords have something to do until what it returns is called. */
  function occupyCores(): () => void {
    let goOn!: () => void;
    const promise = new Promise<void>((resolve) => (goOn = resolve));
    const hasher = server.app.get(PasswordHasher);
    for (let core = 0; core < AT_ONCE; core += 1)
      void hasher['limit'](() => promise);
    return goOn;
  }

  async function timeOf(username: string): Promise<number> {
    const startedAt = performance.now();
    await server.client().login(username, 'wrong password');
    return performance.now() - startedAt;
  }
});

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
