import { query } from './support/databases.js';
import { refreshWith } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const LIMIT = 60;

describe('refreshing without end', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'on' });
  });
  beforeEach(async () => {
    server.clock.freeze();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('ends after sixty rotations a minute, and goes on with the same token', async () => {
    for (let time = 0; time < LIMIT; time += 1)
      expect((await person.refresh()).status).toBe(200);
    server.clock.advance(50_000);
    for (const _ of [1, 2, 3]) {
      const { status, body, headers } = await person.refresh();
      expect([status, body.code]).toEqual([429, 'rate_limited']);
      expect(headers.get('retry-after')).toBe('10');
    }
    expect((await person.me()).status).toBe(200);
    server.clock.advance(10_000);
    expect((await person.refresh()).status).toBe(200);
  });

  it('counts no answer within the grace', async () => {
    const parent = person.refreshToken;
    await person.refresh();
    const answers = await Promise.all(
      Array.from({ length: 2 * LIMIT }, () => refreshWith(server.url, parent)),
    );
    expect(new Set(answers.map(({ token }) => token))).toEqual(
      new Set([person.refreshToken]),
    );
    for (let time = 1; time < LIMIT; time += 1)
      expect((await person.refresh()).status).toBe(200);
    expect((await person.refresh()).status).toBe(429);
  });

  it('still gives the tabs of one browser the same successor, and ends a session whose old token comes back', async () => {
    const first = person.refreshToken;
    for (let time = 1; time < LIMIT; time += 1) await person.refresh();
    const parent = person.refreshToken;
    await person.refresh();
    const { status, token } = await refreshWith(server.url, parent);
    expect([status, token]).toEqual([200, person.refreshToken]);
    const { code } = await refreshWith(server.url, first);
    expect(code).toBe('refresh_token_reused');
    expect((await person.refresh()).body.code).toBe('session_revoked');
  });

  it('of one session leaves the others of the same person alone', async () => {
    const elsewhere = person.copy();
    await elsewhere.login();
    for (let time = 0; time <= LIMIT; time += 1) await person.refresh();
    expect((await person.refresh()).status).toBe(429);
    expect((await elsewhere.refresh()).status).toBe(200);
    const sessions = await query<{ count: number }>(
      server.databaseUrl,
      `SELECT count(*)::int FROM users, jsonb_object_keys(refresh_tokens) WHERE username = $1`,
      [person.username],
    );
    expect(sessions).toEqual([{ count: 2 }]);
  });
});
