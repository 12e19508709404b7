import { randomUUID } from 'node:crypto';
import { query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const PATH = '/api/auth/sessions';

interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly userAgent: string | null;
  readonly ip: string;
}

describe('the sessions of an account', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    server.clock.reset();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('are listed with when, where and by what, and nothing more', async () => {
    const [session] = await list(person);
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{12}Z$/);
    expect(session).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      current: true,
      createdAt: time,
      lastUsedAt: time,
      expiresAt: time,
      userAgent: expect.any(String),
      ip: '127.0.0.1',
    });
    const life =
      Date.parse(session!.expiresAt) - Date.parse(session!.createdAt);
    expect(Math.abs(life - 7 * 86_400_000)).toBeLessThan(2_000);
  });

  it('say which one asks', async () => {
    const phone = person.copy();
    await phone.login();
    const seen = [await list(person), await list(phone)];
    const current = seen.map(
      (sessions) => sessions.find((session) => session.current)!.id,
    );
    expect(seen.map((sessions) => sessions.length)).toEqual([2, 2]);
    expect(current[0]).not.toBe(current[1]);
  });

  it('were last used at login or refresh, whatever is read meanwhile', async () => {
    const [before] = await list(person);
    server.clock.advance(60_000);
    await person.me();
    await person.post('/api/auth/token/verify', { token: person.accessToken });
    expect(await list(person)).toEqual([before]);
    await person.refresh();
    const [after] = await list(person);
    const moved = (name: 'lastUsedAt' | 'expiresAt' | 'createdAt') =>
      Date.parse(after![name]) - Date.parse(before![name]);
    expect(moved('createdAt')).toBe(0);
    expect(moved('lastUsedAt')).toBeGreaterThanOrEqual(60_000);
    expect(moved('expiresAt')).toBeGreaterThanOrEqual(60_000);
  });

  it('are not listed once they have run out', async () => {
    server.clock.advance(7 * 86_400_000 + 1_000);
    await person.login();
    expect(await list(person)).toHaveLength(1);
  });

  it.each([
    ['Mozilla/5.0 (test)', 'Mozilla/5.0 (test)'],
    ['x'.repeat(2_000), 'x'.repeat(256)],
    ['a\tb', 'ab'],
  ])('keep the browser of the login, cut short', async (header, expected) => {
    const { username, password } = person;
    const headers = { 'user-agent': header };
    await person.post('/api/auth/login', { username, password }, headers);
    await person.refresh();
    const current = (await list(person)).find((session) => session.current);
    expect(current!.userAgent).toBe(expected);
  });

  it('end one by one', async () => {
    const phone = person.copy();
    await phone.login();
    const [other] = (await list(person)).filter(({ current }) => !current);
    expect((await end(person, other!.id)).status).toBe(204);
    expect((await phone.me()).body.code).toBe('session_revoked');
    expect((await phone.refresh()).body.code).toBe('session_revoked');
    expect(await list(person)).toHaveLength(1);
    const again = await end(person, other!.id);
    expect([again.status, again.body.code]).toEqual([404, 'not_found']);
  });

  it('end by an id in capitals too', async () => {
    const [own] = await list(person);
    expect((await end(person, own!.id.toUpperCase())).status).toBe(204);
    expect((await person.me()).body.code).toBe('session_revoked');
  });

  it('end at the hands of their owner only', async () => {
    const other = server.client();
    await other.register();
    const [theirs] = await list(other);
    for (const id of [theirs!.id, randomUUID()]) {
      const { status, body } = await end(person, id);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
    expect((await other.me()).status).toBe(200);
  });

  it('end with an audit event', async () => {
    const [own] = await list(person);
    await end(person, own!.id);
    const events = await query(
      server.databaseUrl,
      `SELECT type FROM audit_events WHERE details->>'sessionId' = $1`,
      [own!.id],
    );
    expect(events).toEqual([{ type: 'session.ended' }]);
  });

  async function list(client: TestClient): Promise<Session[]> {
    const answer = await client.send(PATH);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  function end(client: TestClient, id: string) {
    return client.send(`${PATH}/${id}`, { method: 'DELETE' });
  }
});
