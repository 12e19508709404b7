import { hash as argon2 } from '@node-rs/argon2';
import { hash as bcrypt } from '@node-rs/bcrypt';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { begin, query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/;

describe('passwords as they are stored', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({}, { hasher: PasswordHasher });
  });
  beforeEach(async () => {
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('hashes a new password with Argon2id, its parameters beside it and a salt of its own', async () => {
    expect(await stored(person)).toMatch(CURRENT);
    const other = server.client();
    await other.register();
    expect(await stored(other)).not.toBe(await stored(person));
  });

  it.each([
    '',
    'not a hash',
    '$2b$10$short',
    '$argon2id$v=19$m=19456,t=2,p=1$',
    '$argon2id$',
  ])(
    'takes no password for the broken hash "%s", and as long as for nobody',
    async (broken) => {
      const text = `UPDATE users SET password_hash = $1 WHERE username = $2`;
      await query(server.databaseUrl, text, [broken, person.username]);
      // The cores' time, which other programs on the machine take less part in than in the clock's.
      const times = { broken: Infinity, nobody: Infinity };
      for (let round = 0; round < 5; round += 1)
        for (const [who, username] of [
          ['broken', person.username],
          ['nobody', 'nobody-here'],
        ] as const) {
          const before = process.cpuUsage();
          const { body } = await person.login(username);
          const { user, system } = process.cpuUsage(before);
          expect(body.code).toBe('invalid_credentials');
          times[who] = Math.min(times[who], user + system);
        }
      expect(times.broken).toBeGreaterThan(times.nobody / 2);
    },
  );

  it('leaves a hash of today as it is', async () => {
    const before = await stored(person);
    await person.login();
    expect(await stored(person)).toBe(before);
  });

  it.each([
    ['bcrypt with cost 10', (text: string) => bcrypt(text, 10)],
    [
      'Argon2id with older parameters',
      (text: string) => argon2(text, { memoryCost: 4_096, timeCost: 3 }),
    ],
    [
      'Argon2id with one pass less',
      (text: string) => argon2(text, { memoryCost: 19_456, timeCost: 1 }),
    ],
  ])('takes %s and replaces it at login', async (_name, make) => {
    await store(person, await make(person.password));
    const wrong = await person.login(person.username, 'wrong password');
    expect(wrong.status).toBe(401);
    expect(await stored(person)).not.toMatch(CURRENT);
    expect((await person.login()).status).toBe(200);
    expect(await stored(person)).toMatch(CURRENT);
    expect((await person.login()).status).toBe(200);
  });

  it('keeps the other sessions when it replaces a hash', async () => {
    await store(person, await bcrypt(person.password, 10));
    expect((await person.copy().login()).status).toBe(200);
    expect((await person.refresh()).status).toBe(200);
  });

  it('lets ten logins at once replace the same hash', async () => {
    await store(person, await bcrypt(person.password, 10));
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => person.copy().login()),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
  });

  it('refuses bcrypt with cost 4, which a graphics card opens', async () => {
    await store(person, await bcrypt(person.password, 4));
    const answer = await person.login();
    expect([answer.status, answer.body.code]).toEqual([
      401,
      'invalid_credentials',
    ]);
  });

  it.each(['a\0b password', '\0', 'p'.repeat(128)])(
    'answers 401 to the odd password %j against a bcrypt hash',
    async (password) => {
      await store(person, await bcrypt('something else', 10));
      const answer = await person.login(person.username, password);
      expect(answer.status).toBe(401);
    },
  );

  it.each([
    ['the password changes', `password_hash = 'changed'`],
    ['the account is disabled', `status = 'disabled'`],
  ])(
    'opens nothing when %s between the check and the opening',
    async (_name, change) => {
      const changing = await begin(
        server.databaseUrl,
        `UPDATE users SET ${change} WHERE username = '${person.username}'`,
      );
      // Sees the row as it was and finds the password right, then waits for the other writer.
      const login = person.copy().login();
      await changing.commitOnceAwaited();
      const { status, headers } = await login;
      expect(status).toBe(401);
      expect(headers.getSetCookie()).toEqual([]);
    },
  );

  async function stored({ username }: TestClient): Promise<string> {
    const [row] = await query<{ password_hash: string }>(
      server.databaseUrl,
      'SELECT password_hash FROM users WHERE username = $1',
      [username],
    );
    return row!.password_hash;
  }

  async function store(
    { username }: TestClient,
    hash: string | null,
  ): Promise<void> {
    await query(
      server.databaseUrl,
      'UPDATE users SET password_hash = $2 WHERE username = $1',
      [username, hash],
    );
  }
});
