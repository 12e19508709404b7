import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { refreshWith, tally } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const MAX_SESSIONS = 3;

describe('the number of sessions of a user', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer(
      {
        RATE_LIMIT: 'off',
        MAX_SESSIONS: String(MAX_SESSIONS),
      },
      { hasher: PasswordHasher },
    );
    // No statement, however briefly, may leave one more.
    await query(
      server.databaseUrl,
      `ALTER TABLE users ADD CONSTRAINT session_cap CHECK (
         jsonb_array_length(jsonb_path_query_array(refresh_tokens, '$.keyvalue()')) <= ${MAX_SESSIONS})`,
    );
  });
  beforeEach(() => server.clock.freeze());
  afterEach(() => server.clock.reset());
  afterAll(() => server.close());

  /** Logs the same person in on another device, a second later. */
  async function login(person: TestClient): Promise<TestClient> {
    server.clock.advance(1_000);
    const device = server.client();
    const { status } = await device.login(person.username, person.password);
    expect(status).toBe(200);
    return device;
  }

  const whoIsIn = async (...devices: TestClient[]) => {
    const answers = await Promise.all(devices.map((device) => device.me()));
    return answers.map(({ status }) => status === 200);
  };

  it('drops the least recently used for a new login', async () => {
    const first = server.client();
    await first.register();
    const second = await login(first);
    const third = await login(first);
    server.clock.advance(1_000);
    await first.refresh();
    const fourth = await login(first);
    expect(await whoIsIn(first, second, third, fourth)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect((await second.me()).body.code).toBe('session_revoked');
    expect((await second.refresh()).body.code).toBe('session_revoked');
    const fifth = await login(first);
    expect(await whoIsIn(first, third, fourth, fifth)).toEqual([
      true,
      false,
      true,
      true,
    ]);
  });

  it('counts no session that has run out', async () => {
    const first = server.client();
    await first.register();
    await login(first);
    server.clock.advance(6 * 86_400_000);
    const kept = await login(first);
    server.clock.advance(2 * 86_400_000);
    const next = [await login(first), await login(first)];
    await kept.refresh();
    expect(await whoIsIn(kept, ...next)).toEqual([true, true, true]);
  });

  it('is never passed by 20 logins at once', async () => {
    const person = server.client();
    await person.register();
    const devices = Array.from({ length: 20 }, () => server.client());
    const logins = await Promise.all(
      devices.map((device) => device.login(person.username, person.password)),
    );
    expect(tally(logins.map(({ status }) => status))).toEqual({ 200: 20 });
    const refreshes = await Promise.all(
      [person, ...devices].map(({ refreshToken }) =>
        refreshWith(server.url, refreshToken),
      ),
    );
    expect(tally(refreshes.map(({ status, code }) => code ?? status))).toEqual({
      200: MAX_SESSIONS,
      session_revoked: 21 - MAX_SESSIONS,
    });
  });
});
