import { query } from './support/databases.js';
import { claimsOf, refreshWith, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { watchStatements } from './support/statements.js';
import type { TestClient } from './support/test-client.js';

const GRACE_MS = 10_000;

describe('rotating the refresh token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
    // Counts what is written, by whichever statement.
    await query(
      server.databaseUrl,
      `CREATE TABLE row_writes (user_id uuid);
       CREATE FUNCTION note_write() RETURNS trigger LANGUAGE plpgsql AS
         $$ BEGIN INSERT INTO row_writes VALUES (NEW.id); RETURN NULL; END $$;
       CREATE TRIGGER note_write AFTER UPDATE ON users FOR EACH ROW EXECUTE FUNCTION note_write()`,
    );
  });
  beforeEach(() => server.clock.freeze());
  afterEach(() => server.clock.reset());
  afterAll(() => server.close());

  const refresh = (token: string | undefined) => refreshWith(server.url, token);

  async function arrive(): Promise<{ person: TestClient; first: string }> {
    const person = server.client();
    await person.register();
    return { person, first: person.refreshToken! };
  }

  async function writesTo(person: TestClient): Promise<number> {
    const rows = await query(
      server.databaseUrl,
      'SELECT FROM row_writes WHERE user_id = $1',
      [claimsOf(person.accessToken).sub],
    );
    return rows.length;
  }

  it('gives 100 callers who race with one token the same successor, and rotates once', async () => {
    const { person, first } = await arrive();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => refresh(first)),
    );
    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    const successors = new Set(answers.map(({ token }) => token));
    expect(successors.size).toBe(1);
    expect(successors).not.toContain(first);
    expect(await writesTo(person)).toBe(1);
    expect(new Set(answers.map(({ setCookie }) => setCookie[0])).size).toBe(1);
    const opened = answers.map((answer) =>
      tryAccess(server.url, answer.accessToken),
    );
    expect(new Set(await Promise.all(opened))).toEqual(new Set([200]));
  });

  it('refreshes with a single UPDATE and nothing around it', async () => {
    const { first } = await arrive();
    const statements = watchStatements();
    expect((await refresh(first)).status).toBe(200);
    const texts = statements.texts();
    statements.end();
    expect(texts).toHaveLength(1);
    // What it locks and by which providers the user can log in is read within the UPDATE.
    expect(texts[0]).toMatch(/^\s*UPDATE users\s/);
    expect(texts[0]!.match(/\b(UPDATE \w+\s+SET|INSERT|DELETE)\b|;/g)).toEqual([
      expect.stringMatching(/^UPDATE users\s/),
    ]);
    expect(texts[0]).toMatch(/RETURNING[^;]*ARRAY\(SELECT provider FROM/);
  });

  it('gives the parent the same successor until the grace is over, and writes nothing', async () => {
    const { person, first } = await arrive();
    const { token: second } = await refresh(first);
    for (const wait of [0, 1, 4_000, GRACE_MS - 4_002]) {
      server.clock.advance(wait);
      const again = await refresh(first);
      expect(again).toMatchObject({ status: 200, token: second });
      expect(await tryAccess(server.url, again.accessToken)).toBe(200);
    }
    expect(await writesTo(person)).toBe(1);
    expect((await refresh(second)).status).toBe(200);
  });

  it('takes the parent for reuse once the grace is over, however often it was used within', async () => {
    const { first } = await arrive();
    const { token: second } = await refresh(first);
    server.clock.advance(GRACE_MS - 1);
    expect((await refresh(first)).status).toBe(200);
    server.clock.advance(1);
    expect((await refresh(first)).code).toBe('refresh_token_reused');
    expect((await refresh(second)).code).toBe('session_revoked');
  });

  it('forgives the immediate parent only: the token before it is reuse at once', async () => {
    const { first } = await arrive();
    const { token: second } = await refresh(first);
    const { token: third } = await refresh(second);
    expect((await refresh(second)).token).toBe(third);
    expect((await refresh(first)).code).toBe('refresh_token_reused');
    expect((await refresh(third)).code).toBe('session_revoked');
  });

  it('does not let a thief one step behind follow the owner, grace after grace', async () => {
    const { first } = await arrive();
    const { token: second } = await refresh(first);
    server.clock.advance(GRACE_MS - 1);
    const { token: third } = await refresh(second);
    // Forgiven a moment ago, but a grandparent now.
    expect((await refresh(first)).code).toBe('refresh_token_reused');
    expect((await refresh(third)).code).toBe('session_revoked');
  });
});
