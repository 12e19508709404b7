import type { Server, ServerResponse } from 'node:http';
import { CodedException } from '../src/common/errors/coded.exception.js';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { expectWait, statusesOf } from './support/limited.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const WRONG = 'not the password';
/** Fewer than a session may make in a minute, in which the clock stands here. */
const REFRESHES = 40;
const PATIENTLY = { timeout: 15_000 };

describe('guessing a password', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer(
      { RATE_LIMIT: 'on', TRUSTED_PROXY_HOPS: '1' },
      { hasher: PasswordHasher },
    );
    server.clock.freeze();
  });
  beforeEach(async () => {
    person = server.client();
    person.username = nextName();
    person.password = 'correct horse battery';
    const { username, password } = person;
    const { status } = await person.post(
      '/api/auth/register',
      { username, password },
      { 'x-forwarded-for': nextAddress() },
    );
    expect(status).toBe(201);
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => server.close());

  it('reaches the hash five times, however many try at once, and the owner after the wait', async () => {
    const verify = vi.spyOn(server.app.get(PasswordHasher), 'verify');
    const tab = watch(person);
    const answers = await Promise.all(
      Array.from({ length: 200 }, () => logIn(person.username, WRONG)),
    );
    expect(await tab.stop()).toEqual(new Set([200]));
    expect(verify).toHaveBeenCalledTimes(5);
    expect(statusesOf(answers)).toEqual({ 401: 5, 429: 195 });
    for (const { status, body, headers } of answers)
      if (status === 429) {
        expect(body.code).toBe('rate_limited');
        expect(headers.get('retry-after')).toBe('1');
      }
    expect((await person.refresh()).status).toBe(200);
    server.clock.advance(1_000);
    expect((await logIn()).status).toBe(200);
  });

  it('is answered before anything is hashed while the account waits', async () => {
    await fail(5);
    const verify = vi.spyOn(server.app.get(PasswordHasher), 'verify');
    for (let time = 0; time < 3; time += 1)
      expectWait(await logIn(person.username, person.password), 1);
    expect(verify).not.toHaveBeenCalled();
    server.clock.advance(1_000);
    expect((await logIn(person.username, WRONG)).status).toBe(401);
    expectWait(await logIn(), 2);
  });

  it('begins anew after the right one', async () => {
    for (const _ of [1, 2]) {
      await fail(4);
      expect((await logIn()).status).toBe(200);
    }
  });

  it('does not stop a crowd that knows it', async () => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => logIn()),
    );
    expect(statusesOf(answers)).toEqual({ 200: 40 });
  });

  it('is the same for a name that nobody has, however it is spelled', async () => {
    const name = nextName();
    const story = async (spellings: string[]) => {
      const told: unknown[] = [];
      for (const spelling of spellings) {
        const { status, body, headers } = await logIn(spelling, WRONG);
        told.push([status, body.code, headers.get('retry-after')]);
      }
      return told;
    };
    const spelled = (text: string) =>
      Array.from({ length: 7 }, (_, i) => (i % 2 ? text.toUpperCase() : text));
    const known = await story(spelled(person.username));
    expect(known.slice(4)).toEqual([
      [401, 'invalid_credentials', null],
      [429, 'rate_limited', '1'],
      [429, 'rate_limited', '1'],
    ]);
    expect(await story(spelled(name))).toEqual(known);
  });

  it.each([
    ['@', '＠'],
    ['k', 'ｋ'],
    ['i', 'İ'],
    ['s', 'ſ'],
  ])(
    'tells of no address, with %s or with %s, whether somebody has it',
    async (letters, others) => {
      const story = async (email: string) => {
        await fail(5, email);
        return (await logIn(email.replace(letters, others), WRONG)).status;
      };
      const address = () => `kiss.${nextName()}@example.com`;
      const known = address();
      await verify(known);
      expect(await story(address())).toBe(await story(known));
    },
  );

  it('tells of no name that grows when it is folded whether somebody has it', async () => {
    const story = async (letter: string) => {
      await fail(5, `ß${letter.repeat(29)}`);
      return (await logIn(`ss${letter.repeat(29)}`, WRONG)).status;
    };
    await query(
      server.databaseUrl,
      `UPDATE users SET username = $2, username_key = $3 WHERE username = $1`,
      [person.username, `ß${'a'.repeat(29)}`, `ss${'a'.repeat(29)}`],
    );
    expect(await story('b')).toBe(await story('a'));
  });

  it('by the verified address is guessing at the same account', async () => {
    const email = `${person.username}@example.com`;
    await verify(email);
    await fail(3);
    await fail(2, email);
    expectWait(await logIn(), 1);
    expectWait(await logIn(email, person.password), 1);
  });

  it('of one account leaves the others alone', async () => {
    await fail(5);
    const other = nextName();
    for (let time = 0; time < 5; time += 1)
      expect((await logIn(other, WRONG)).status).toBe(401);
  });

  it('at password/change waits by itself', async () => {
    const change = (currentPassword: string) =>
      person.post('/api/auth/password/change', {
        currentPassword,
        newPassword: 'a quite different one',
      });
    for (let time = 0; time < 5; time += 1)
      expect((await change(WRONG)).status).toBe(401);
    expectWait(await change(person.password), 1);
    expect((await logIn()).status).toBe(200);
    server.clock.advance(1_000);
    expect((await change(person.password)).status).toBe(204);
  });

  it('leaves password/change open where the login waits', async () => {
    await fail(5);
    const { status } = await person.post('/api/auth/password/change', {
      currentPassword: person.password,
      newPassword: 'a quite different one',
    });
    expect(status).toBe(204);
  });

  it('is told to the audit once for each wait', async () => {
    await fail(5);
    for (let time = 0; time < 4; time += 1) expectWait(await logIn(), 1);
    server.clock.advance(1_000);
    await logIn(person.username, WRONG);
    const events = await query<{ type: string; details: object }>(
      server.databaseUrl,
      `SELECT type, details FROM audit_events JOIN users ON users.id = user_id
       WHERE username = $1 AND type LIKE 'login.%' ORDER BY position`,
      [person.username],
    );
    const failed = {
      type: 'login.failed',
      details: { reason: 'wrong password' },
    };
    const throttled = (seconds: string) => ({
      type: 'login.throttled',
      details: { seconds },
    });
    expect(events).toEqual([
      ...Array.from({ length: 5 }, () => failed),
      throttled('1'),
      failed,
      throttled('2'),
    ]);
  });

  it.each([
    ['a wrong password', WRONG],
    ['the right one of a disabled account', 'correct horse battery'],
  ])(
    'leaves nothing of %s on record where the account went meanwhile',
    async (_what, password) => {
      const { username } = person;
      const [row] = await query<{ id: string }>(
        server.databaseUrl,
        `UPDATE users SET status = 'disabled' WHERE username = $1 RETURNING id`,
        [username],
      );
      const rowsOf = () =>
        query(
          server.databaseUrl,
          `SELECT type FROM audit_events WHERE user_id = $1 AND type LIKE 'login.%'`,
          [row!.id],
        );
      await fail(4);
      expect(await rowsOf()).toHaveLength(4);
      const hasher = server.app.get(PasswordHasher);
      const verify = hasher.verify.bind(hasher);
      vi.spyOn(hasher, 'verify').mockImplementation(async (...values) => {
        await query(
          server.databaseUrl,
          'DELETE FROM users WHERE username = $1',
          [username],
        );
        return verify(...values);
      });
      expect([401, 403]).toContain((await logIn(username, password)).status);
      expect(await rowsOf()).toHaveLength(4);
    },
  );

  it('keeps no place for forty callers who hang up while their passwords are hashed', async () => {
    const { username, password } = person;
    const from = { 'x-forwarded-for': nextAddress() };
    const callers: ServerResponse[] = [];
    const http: Server = server.app.getHttpServer();
    const note = (_: unknown, answer: ServerResponse) => callers.push(answer);
    http.on('request', note);
    const hangUp = new AbortController();
    let goOn!: (isRight: boolean) => void;
    const verdict = new Promise<boolean>((resolve) => (goOn = resolve));
    const verify = vi
      .spyOn(server.app.get(PasswordHasher), 'verify')
      .mockReturnValue(verdict);
    const calls = Array.from({ length: 40 }, () =>
      fetch(`${server.url}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...from },
        body: JSON.stringify({ username, password }),
        signal: hangUp.signal,
      }),
    );
    const ended = Promise.allSettled(calls);
    await vi.waitFor(() => {
      expect(verify).toHaveBeenCalledTimes(5);
      expect(callers).toHaveLength(40);
    }, PATIENTLY);
    http.off('request', note);
    hangUp.abort();
    await ended;
    await vi.waitFor(
      () => expect(callers.every(({ destroyed }) => destroyed)).toBe(true),
      PATIENTLY,
    );
    goOn(true);
    const again = { username, password };
    const answer = await person.post('/api/auth/login', again, from);
    expect(answer.status).toBe(200);
    vi.restoreAllMocks();
    const wrong = await Promise.all(
      Array.from({ length: 31 }, () =>
        person.post(
          '/api/auth/login',
          { username: nextName(), password },
          from,
        ),
      ),
    );
    expect(statusesOf(wrong)).toEqual({ 401: 30, 429: 1 });
  });

  it('counts no attempt that was too much for the server', async () => {
    vi.spyOn(server.app.get(PasswordHasher), 'verify').mockRejectedValue(
      new CodedException('unavailable', { retryAfter: 1 }),
    );
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => logIn()),
    );
    expect(statusesOf(answers)).toEqual({ 503: 20 });
    vi.restoreAllMocks();
    await fail(4);
    expect((await logIn()).status).toBe(200);
  });

  /** From an address of its own, so that only the account's limit is met. */
  function logIn(
    username = person.username,
    password = person.password,
  ): Promise<Answer> {
    return server
      .client()
      .post(
        '/api/auth/login',
        { username, password },
        { 'x-forwarded-for': nextAddress() },
      );
  }

  /** Makes an address the person's. */
  async function verify(email: string): Promise<void> {
    await query(
      server.databaseUrl,
      `UPDATE users SET email = $2, email_verified = true WHERE username = $1`,
      [person.username, email],
    );
  }

  async function fail(times: number, username = person.username) {
    for (let time = 0; time < times; time += 1)
      expect((await logIn(username, WRONG)).status).toBe(401);
  }

  let names = 0;
  function nextName(): string {
    names += 1;
    return `guessed-${names}`;
  }

  let addresses = 0;
  function nextAddress(): string {
    addresses += 1;
    return `10.0.${addresses >> 8}.${addresses & 255}`;
  }
});

/** Somebody with a page open. */
function watch(person: TestClient): { stop(): Promise<Set<number>> } {
  const seen = new Set<number>();
  let isOver = false;
  const watching = (async () => {
    for (let time = 0; !isOver; time += 1) {
      seen.add((await person.me()).status);
      if (time < REFRESHES) seen.add((await person.refresh()).status);
    }
  })();
  return {
    stop: async () => {
      isOver = true;
      await watching;
      return seen;
    },
  };
}
