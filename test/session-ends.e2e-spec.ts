import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { begin } from './support/databases.js';
import { claimsOf, refreshWith, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const ROUNDS = 12;
const CALLERS = 6;

describe('ending a session while it is being refreshed', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(
      { RATE_LIMIT: 'off' },
      { hasher: PasswordHasher },
    );
  });
  afterAll(() => server.close());

  async function arrive(): Promise<TestClient> {
    const person = server.client();
    await person.register();
    return person;
  }

  /** The same person on another device. */
  async function another({ username, password }: TestClient) {
    const device = server.client();
    await device.login(username, password);
    return device;
  }

  /** Refreshes one device from many sides while `end` runs, and gives every token it ever had. */
  async function race(
    device: TestClient,
    round: number,
    end: () => Promise<Answer>,
  ) {
    const { refreshToken, accessToken } = device;
    const refresh = () => refreshWith(server.url, refreshToken);
    const before = Array.from({ length: round % (CALLERS + 1) }, refresh);
    const ending = end();
    const after = Array.from({ length: CALLERS - before.length }, refresh);
    const answers = await Promise.all([...before, ...after]);
    expect((await ending).status).toBe(204);
    const won = answers.filter(({ status }) => status === 200);
    const lost = answers.filter(({ status }) => status !== 200);
    for (const { code } of lost) expect(code).toBe('session_revoked');
    return {
      refreshTokens: [refreshToken, ...won.map(({ token }) => token)],
      accessTokens: [accessToken, ...won.map((answer) => answer.accessToken)],
    };
  }

  async function expectDead(tokens: Awaited<ReturnType<typeof race>>) {
    for (const token of tokens.accessTokens)
      expect(await tryAccess(server.url, token)).toBe('session_revoked');
    for (const token of tokens.refreshTokens)
      expect((await refreshWith(server.url, token)).code).toBe(
        'session_revoked',
      );
  }

  const post = (path: string) => (device: TestClient) => device.post(path);

  it.each([
    { name: 'logout', end: post('/api/auth/logout') },
    { name: 'logout-all', end: post('/api/auth/logout-all') },
    {
      name: 'DELETE of the session',
      end: (device: TestClient) => {
        const { sid } = claimsOf(device.accessToken);
        return device.send(`/api/auth/sessions/${sid}`, { method: 'DELETE' });
      },
    },
  ])('lets $name win', async ({ end }) => {
    for (let round = 0; round < ROUNDS; round++) {
      const device = await arrive();
      // The jar as it is now: answers of the race do not reach it.
      const leaving = device.copy();
      await expectDead(await race(device, round, () => end(leaving)));
    }
  });

  it('lets a password change win on every other device', async () => {
    for (let round = 0; round < ROUNDS; round++) {
      const owner = await arrive();
      const device = await another(owner);
      const tokens = await race(device, round, () =>
        owner.post('/api/auth/password/change', {
          currentPassword: owner.password,
          newPassword: 'another horse battery',
        }),
      );
      await expectDead(tokens);
      expect((await owner.refresh()).status).toBe(200);
    }
  });

  it('refuses a refresh that had to wait for the statement that ends the session', async () => {
    const device = await arrive();
    const { sub } = claimsOf(device.accessToken);
    const ending = await begin(
      server.databaseUrl,
      `UPDATE users SET refresh_tokens = '{}' WHERE id = '${sub}'`,
    );
    const answer = refreshWith(server.url, device.refreshToken);
    await ending.commitOnceAwaited();
    expect(await answer).toMatchObject({
      status: 401,
      code: 'session_revoked',
      setCookie: [],
    });
  });
});
