import { Client } from 'pg';
import { ROTATE, ROTATE_FREE } from '../src/auth/sessions/sessions.sql.js';
import { begin, createDatabase, query } from './support/databases.js';
import {
  claimsOf,
  refreshAtOnce,
  refreshWith,
  tally,
} from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';
import type { TestClient } from './support/test-client.js';

const tokensOf = (people: readonly TestClient[]) =>
  people.map(({ refreshToken }) => refreshToken);

/** How many of the server's own there have been since: those have names. */
function countStatements(): () => number {
  const { mock } = vi.spyOn(Client.prototype, 'query');
  return () =>
    mock.calls.filter(([sent]) => 'name' in Object(sent as unknown)).length;
}

describe('refreshes that arrive together', () => {
  let server: TestServer;
  let other: SpawnedServer;
  beforeAll(async () => {
    const env = { DATABASE_URL: await createDatabase() };
    [server, other] = await Promise.all([startServer(env), spawnServer(env)]);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => Promise.all([server.close(), other.stop()]));

  const refresh = (token: string | undefined) => refreshWith(server.url, token);

  async function arrive(): Promise<TestClient> {
    const person = server.client();
    await person.register();
    return person;
  }

  async function crowd(size: number): Promise<TestClient[]> {
    const people: TestClient[] = [];
    // One by one: a hundred at once may wait too long for a connection, and to arrive together is not the crowd's matter.
    for (let count = 0; count < size; count++) people.push(await arrive());
    return people;
  }

  async function anotherDevice(of: TestClient): Promise<TestClient> {
    const device = server.client();
    await device.login(of.username, of.password);
    return device;
  }

  it('give each session its own successor, a hundred of them in one statement', async () => {
    const people = await crowd(100);
    const statements = countStatements();
    const answers = await refreshAtOnce(server.url, tokensOf(people));
    expect(statements()).toBeLessThan(4);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 100 });
    const claims = answers.map(({ token }) => claimsOf(token));
    const before = people.map(({ refreshToken }) => claimsOf(refreshToken));
    expect(claims).toEqual(
      before.map(({ sub, sid }) => expect.objectContaining({ sub, sid })),
    );
    const successors = answers.map(({ token }) => token);
    const again = await refreshAtOnce(server.url, successors);
    expect(tally(again.map(({ status }) => status))).toEqual({ 200: 100 });
  });

  it('with one token get the same successor by one statement, so that none of them finds that another has gone on', async () => {
    const { refreshToken } = await arrive();
    const callers = Array.from({ length: 50 }, () => refreshToken);
    const statements = countStatements();
    const answers = await refreshAtOnce(server.url, callers);
    expect(statements()).toBeLessThan(4);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 50 });
    const [successor, ...rest] = new Set(answers.map(({ token }) => token));
    expect(rest).toEqual([]);
    expect((await refresh(successor)).status).toBe(200);
  });

  it('with one token wait as one for a row that somebody else is changing', async () => {
    const { refreshToken, accessToken } = await arrive();
    const change = await begin(
      server.databaseUrl,
      `UPDATE users SET nickname = 'busy' WHERE id = '${claimsOf(accessToken).sub}'`,
    );
    const statements = countStatements();
    const callers = Array.from({ length: 50 }, () => refreshToken);
    const answering = refreshAtOnce(server.url, callers);
    await change.commitOnceAwaited();
    const answers = await answering;
    // A connection each would leave none for anybody else.
    expect(statements()).toBeLessThan(4);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 50 });
    expect(new Set(answers.map(({ token }) => token)).size).toBe(1);
  });

  it('write nothing and lock nobody when their token is not the current one', async () => {
    const person = await arrive();
    const { refreshToken: old } = person;
    await person.refresh();
    const xminOf = () =>
      query(server.databaseUrl, 'SELECT xmin, xmax FROM users WHERE id = $1', [
        claimsOf(old).sub,
      ]);
    const before = await xminOf();
    const answers = await refreshAtOnce(server.url, [old, old, old]);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 3 });
    expect(await xminOf()).toEqual(before);
  });

  it('are all answered when they are those of one user', async () => {
    const person = await arrive();
    const devices = await Promise.all(
      Array.from({ length: 9 }, () => anotherDevice(person)),
    );
    const tokens = tokensOf([person, ...devices]);
    const answers = await refreshAtOnce(server.url, tokens);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 10 });
    // One by one: a successor that was answered and not written fails alone, as in company it might not.
    for (const { token } of answers)
      expect((await refresh(token)).status).toBe(200);
  });

  it('end the session of the one whose token is old, and of nobody else', async () => {
    const people = await crowd(20);
    const thief = people[7]!;
    const stolen = thief.refreshToken;
    await thief.refresh();
    await thief.refresh();
    const tokens = people.map((person) =>
      person === thief ? stolen : person.refreshToken,
    );
    const answers = await refreshAtOnce(server.url, tokens);
    expect(tally(answers.map(({ status }) => status))).toEqual({
      200: 19,
      401: 1,
    });
    expect((await refresh(thief.refreshToken)).code).toBe('session_revoked');
  });

  it('do not wait for one whose user somebody else is changing, and that one goes on afterwards', async () => {
    const people = await crowd(20);
    const busy = claimsOf(people[7]!.accessToken).sub;
    const change = await begin(
      server.databaseUrl,
      `UPDATE users SET nickname = 'busy' WHERE id = '${busy}'`,
    );
    const answering = refreshAtOnce(server.url, tokensOf(people));
    await change.commitOnceAwaited(
      1,
      `CREATE TABLE written AS SELECT id FROM users WHERE refresh_tokens @? '$.*.previous ? (@ != null)'`,
    );
    const answers = await answering;
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 20 });
    const written = await query(
      server.databaseUrl,
      'SELECT FROM written WHERE id = ANY($1)',
      [people.map(({ accessToken }) => claimsOf(accessToken).sub)],
    );
    expect(written).toHaveLength(19);
  });

  it.each([
    ['together', ROTATE_FREE],
    ['alone', ROTATE],
  ])(
    'are found by the index when they are written %s, by a plan that was made in a new database',
    async (_how, statement) => {
      const rows = await query<{ 'QUERY PLAN': string }>(
        await createDatabase(),
        `EXPLAIN (GENERIC_PLAN) ${statement}`,
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).toContain('Index Scan using users_pkey on users');
      expect(plan).not.toMatch(/Seq Scan on users|Hash|Merge/);
    },
  );

  it('all get through where two instances refresh the sessions of the same users', async () => {
    const people = await crowd(30);
    const phones = await Promise.all(people.map(anotherDevice));
    let tokens = [tokensOf(people), tokensOf(phones.toReversed())];
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        refreshAtOnce(server.url, tokens[0]!),
        refreshAtOnce(other.url, tokens[1]!),
      ]);
      expect(tally(answers.flat().map(({ status }) => status))).toEqual({
        200: 60,
      });
      tokens = answers.map((side) => side.map(({ token }) => token));
    }
  });
});
