import { query } from './support/databases.js';
import {
  claimsOf,
  refreshWith,
  tally,
  tryAccess,
} from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';

const DAY_MS = 86_400_000;

describe('an old refresh token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  beforeEach(() => server.clock.freeze());
  afterEach(() => server.clock.reset());
  afterAll(() => server.close());

  const refresh = (token: string | undefined) => refreshWith(server.url, token);
  const access = (token: string | undefined) => tryAccess(server.url, token);

  /** A session after `rotations` refreshes: all its refresh tokens, oldest first, and the last access token. */
  async function session(rotations: number) {
    const person = server.client();
    await person.register();
    const tokens = [person.refreshToken!];
    let accessToken = person.accessToken;
    for (let count = 0; count < rotations; count++) {
      const next = await refresh(tokens.at(-1));
      tokens.push(next.token!);
      accessToken = next.accessToken;
    }
    return { person, tokens, accessToken };
  }

  function reuseEvents(token: string | undefined) {
    const { sub } = claimsOf(token);
    return query<{ details: object }>(
      server.databaseUrl,
      `SELECT details FROM audit_events WHERE type = 'refresh.reused' AND user_id = $1`,
      [sub],
    );
  }

  it('ends the session when it is used again, and is put on record once', async () => {
    const { tokens, accessToken } = await session(3);
    expect(await access(accessToken)).toBe(200);
    const reuse = await refresh(tokens[0]);
    expect(reuse).toMatchObject({ status: 401, code: 'refresh_token_reused' });
    expect(await access(accessToken)).toBe('session_revoked');
    for (const token of [...tokens].reverse())
      expect(await refresh(token)).toMatchObject({
        status: 401,
        code: 'session_revoked',
        setCookie: [],
      });
    const { sid } = claimsOf(tokens[0]);
    expect(await reuseEvents(tokens[0])).toEqual([
      { details: { sessionId: sid } },
    ]);
  });

  it('is put on record once when 20 callers come with it at the same time', async () => {
    const { tokens, accessToken } = await session(2);
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => refresh(tokens[0])),
    );
    // Who came after the end was told so.
    const { refresh_token_reused: reused, ...others } = tally(
      answers.map(({ code }) => code!),
    );
    expect(reused).toBeGreaterThanOrEqual(1);
    expect(Object.keys(others)).toEqual(
      reused === 20 ? [] : ['session_revoked'],
    );
    expect(await access(accessToken)).toBe('session_revoked');
    expect(await reuseEvents(tokens[0])).toHaveLength(1);
  });

  it('ends its own session and no other of the user', async () => {
    const { person, tokens } = await session(2);
    const elsewhere = person.copy();
    elsewhere.cookies.clear();
    await elsewhere.login();
    expect((await refresh(tokens[0])).code).toBe('refresh_token_reused');
    expect((await elsewhere.me()).status).toBe(200);
    expect((await elsewhere.refresh()).status).toBe(200);
  });

  it('finds the thief whichever of the two comes last', async () => {
    const { tokens } = await session(1);
    const stolen = tokens[1];
    const { token: thiefs } = await refresh(stolen);
    server.clock.advance(60_000);
    expect((await refresh(stolen)).code).toBe('refresh_token_reused');
    expect((await refresh(thiefs)).code).toBe('session_revoked');
  });

  it('never costs the caller a cookie: no failed refresh sends one', async () => {
    const reused = await session(2);
    const revoked = await session(0);
    await revoked.person.post('/api/auth/logout');
    const lateness = await session(0);
    const answers = [
      await refresh(reused.tokens[0]),
      await refresh(revoked.tokens[0]),
      await refresh(undefined),
      await refresh('no.token.ofours'),
      await refresh(revoked.accessToken),
    ];
    server.clock.advance(7 * DAY_MS);
    answers.push(await refresh(lateness.tokens[0]));
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [401, 'refresh_token_reused'],
      [401, 'session_revoked'],
      [401, 'refresh_token_missing'],
      [401, 'refresh_token_invalid'],
      [401, 'refresh_token_invalid'],
      [401, 'refresh_token_expired'],
    ]);
    expect(answers.flatMap(({ setCookie }) => setCookie)).toEqual([]);
  });
});
