import { randomUUID } from 'node:crypto';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import {
  allUsers,
  auditOf,
  FORGOT_PATH,
  mailedToken,
  type MailedServer,
  newAddress,
  NEXT_PASSWORD,
  outboxEmpty,
  outcomeOf,
  RESET_PATH,
  startMailedServer,
  VERIFY_PATH,
  verifiedPerson,
} from './support/account-mails.js';
import { query } from './support/databases.js';
import { startServer } from './support/server.js';
import { watchStatements } from './support/statements.js';
import type { Answer, TestClient } from './support/test-client.js';

describe('a forgotten password', () => {
  let all: MailedServer;
  let person: TestClient;
  let address: string;
  beforeAll(async () => {
    all = await startMailedServer((env) =>
      startServer(env, { hasher: PasswordHasher }),
    );
    address = newAddress();
    person = await verifiedPerson(all, address);
  });
  afterEach(() => all.server.clock.reset());
  afterAll(() => all.close());

  describe('asked for', () => {
    const unverified = newAddress();
    const kakaoOnly = newAddress();
    const disabled = newAddress();
    beforeAll(async () => {
      await all.server.client().register({ email: unverified });
      const banned = await verifiedPerson(all, disabled);
      await query(
        all.server.databaseUrl,
        `UPDATE users SET status = 'disabled', refresh_tokens = '{}' WHERE username = $1`,
        [banned.username],
      );
      await query(
        all.server.databaseUrl,
        `INSERT INTO users (id, nickname, email, email_verified) VALUES ($1, '카카오', $2, true)`,
        [randomUUID(), kakaoOnly],
      );
      await outboxEmpty(all.server);
    });
    // Who counts the mails to an address counts none of another test.
    afterEach(() => outboxEmpty(all.server));

    it('is answered with the same bytes after the same statements, whoever has the address', async () => {
      const asked = [address, newAddress(), unverified, kakaoOnly, disabled];
      const seen: unknown[] = [];
      for (const email of asked) {
        const statements = await statementsOf(async () => {
          const { status, headers, text } = await forgot(email);
          const told = [...headers].filter(
            ([name]) => name !== 'date' && name !== 'x-request-id',
          );
          seen.push({ status, headers: told, text });
        });
        expect(statements).toEqual([
          'START TRANSACTION',
          expect.stringContaining('FOR KEY SHARE'),
          expect.stringContaining('INSERT INTO "mail_outbox"'),
          'COMMIT',
        ]);
      }
      expect(seen).toEqual(asked.map(() => seen[0]));
      expect(seen[0]).toMatchObject({ status: 202, text: '' });
    });

    it('is mailed to verified addresses of active users only, a Kakao user among them', async () => {
      all.smtp.mails.length = 0;
      for (const email of [unverified, disabled, newAddress()])
        await forgot(email);
      await forgot(kakaoOnly);
      const token = await mailedToken(all, kakaoOnly);
      await outboxEmpty(all.server);
      expect(all.smtp.mails).toHaveLength(1);
      expect(outcomeOf(await reset(token))).toBe('204');
      const login = await all.server.client().login(kakaoOnly, NEXT_PASSWORD);
      expect(login.body.user.providers).toEqual(['local']);
    });

    it('is mailed to the address as stored, not as typed (CVE-2019-19844)', async () => {
      const stored = `Mike.Sue.${randomUUID()}@example.com`;
      await verifiedPerson(all, stored);
      const lookAlikes = [
        stored.replace('k', '\u212a'),
        stored.replace('i', 'ı'),
        stored.replace('Mike', 'MİKE'),
        stored.replace('Sue', 'ſue'),
        stored.replace('M', 'Ｍ'),
      ];
      all.smtp.recipients.length = 0;
      for (const email of lookAlikes)
        expect((await forgot(email)).status).toBe(202);
      await forgot(stored.toUpperCase());
      await all.smtp.waitForMail(stored, 2);
      await outboxEmpty(all.server);
      expect(new Set(all.smtp.recipients)).toEqual(new Set([stored]));
    });

    it('for what is no address is refused', async () => {
      const bodies = [{}, { email: null }, { email: [address] }, { email: 1 }];
      for (const body of [...bodies, { email: '' }, { email: 'minsu' }]) {
        const answer = await all.server.client().post(FORGOT_PATH, body);
        expect(outcomeOf(answer)).toBe('400 validation_failed');
      }
    });
  });

  describe('its token, altered', () => {
    let token: string;
    beforeAll(async () => {
      token = await freshToken();
    });
    afterAll(async () => {
      expect(outcomeOf(await reset(token))).toBe('204');
    });

    it.each([
      ['blank', () => ''],
      ['of spaces', () => '   '],
      ['null', () => null],
      ['absent', () => undefined],
      ['a list (CVE-2023-7028)', () => [token]],
      ['a number', () => 0],
      ['true', () => true],
      ['an object', () => ({ $ne: null })],
      ['its hash', async () => (await storedHashes())[0]],
      ['shortened', () => token.slice(0, -1)],
      ['lengthened', () => `${token}A`],
      ['one letter off', () => (token[0] === 'A' ? 'B' : 'A') + token.slice(1)],
      ['with a space', () => ` ${token}`],
      ['in another case', () => swapCase(token)],
      ['a pattern', () => '%'],
      ['a NUL', () => '\0'],
    ])('changes nothing when it is %s', async (_name, altered) => {
      const before = await allUsers(all.server);
      const answer = await reset(await altered());
      expect(outcomeOf(answer)).toMatch(
        /^400 (token_invalid|validation_failed)$/,
      );
      expect(await allUsers(all.server)).toEqual(before);
    });
  });

  describe('its token', () => {
    let token: string;
    beforeEach(async () => {
      token = await freshToken();
    });

    it('is good for nothing else, and none else for this', async () => {
      const email = newAddress();
      await all.server.client().register({ email });
      const other = await mailedToken(all, email);
      // So that nothing but the purpose stands in the way.
      const setVerified = (isVerified: boolean, of: string) =>
        query(
          all.server.databaseUrl,
          'UPDATE users SET email_verified = $1 WHERE email = $2',
          [isVerified, of],
        );
      await setVerified(true, email);
      await setVerified(false, address);
      const before = await allUsers(all.server);
      expect(outcomeOf(await reset(other))).toBe('400 token_invalid');
      const answer = await person.post(VERIFY_PATH, { token });
      expect(outcomeOf(answer)).toBe('400 token_invalid');
      expect(await allUsers(all.server)).toEqual(before);
      await setVerified(true, address);
    });

    it('is good for 20 minutes', async () => {
      all.server.clock.freeze();
      token = await freshToken();
      const another = await freshToken();
      all.server.clock.advance(20 * 60_000 - 1);
      expect(outcomeOf(await reset(token))).toBe('204');
      const late = await freshToken();
      all.server.clock.advance(20 * 60_000);
      const before = await allUsers(all.server);
      for (const spent of [late, token, another])
        expect(outcomeOf(await reset(spent))).toBe('400 token_invalid');
      expect(await allUsers(all.server)).toEqual(before);
    });

    it('is used once of twenty times at once, and that password works', async () => {
      const passwords = Array.from(
        { length: 20 },
        (_value, index) => `${NEXT_PASSWORD} number ${index}`,
      );
      const answers = await Promise.all(
        passwords.map((password) => reset(token, password)),
      );
      const outcomes = answers.map(outcomeOf);
      expect(outcomes.filter((outcome) => outcome === '204')).toHaveLength(1);
      expect(new Set(outcomes)).toEqual(new Set(['204', '400 token_invalid']));
      const password = passwords[outcomes.indexOf('204')]!;
      const { username } = person;
      expect((await person.login(username, password)).status).toBe(200);
    });

    it('is not used up by a refused password', async () => {
      const refused = [
        ['password1', 'password_too_weak'],
        ['munjigi2026', 'password_too_weak'],
        [address, 'password_too_weak'],
        ['short', 'validation_failed'],
        ['ab cd ef'.repeat(16) + 'g', 'validation_failed'],
      ] as const;
      for (const [password, code] of refused) {
        const { status, body } = await reset(token, password);
        expect([status, body.code]).toEqual([400, code]);
        if (code === 'validation_failed')
          expect(body.details[0].field).toBe('newPassword');
      }
      expect(outcomeOf(await reset(token))).toBe('204');
    });

    it('is judged before the password', async () => {
      const answer = await reset('A'.repeat(43), 'password1');
      expect(outcomeOf(answer)).toBe('400 token_invalid');
    });

    it('is good for nothing once the account is disabled', async () => {
      const setStatus = (status: string) =>
        query(
          all.server.databaseUrl,
          'UPDATE users SET status = $1 WHERE username = $2',
          [status, person.username],
        );
      await setStatus('disabled');
      expect(outcomeOf(await reset(token))).toBe('400 token_invalid');
      await setStatus('active');
      expect(outcomeOf(await reset(token))).toBe('204');
    });

    it('is good for nothing once the address is no longer the verified one', async () => {
      const setEmail = (email: string, isVerified: boolean) =>
        query(
          all.server.databaseUrl,
          'UPDATE users SET email = $1, email_verified = $2 WHERE username = $3',
          [email, isVerified, person.username],
        );
      await setEmail(newAddress(), true);
      expect(outcomeOf(await reset(token))).toBe('400 token_invalid');
      await setEmail(address, false);
      expect(outcomeOf(await reset(token))).toBe('400 token_invalid');
      await setEmail(address, true);
      expect(outcomeOf(await reset(token))).toBe('204');
    });

    it('is stored as its hash, and swept once it has expired', async () => {
      const email = newAddress();
      const { username } = await verifiedPerson(all, email);
      token = await freshToken(email);
      expect(await storedHashes(username)).not.toContain(token);
      expect(await storedHashes(username)).toHaveLength(1);
      all.server.clock.advance(25 * 60 * 60_000);
      await freshToken(email);
      expect(await storedHashes(username)).toHaveLength(1);
    });
  });

  it('is audited, and logs nobody in or out of this browser', async () => {
    const browser = person.copy();
    await browser.login(person.username, await lastPassword());
    const cookies = [...browser.cookies];
    const before = await auditOf(all.server, 'password.reset', person.username);
    const token = await freshToken();
    const newPassword = NEXT_PASSWORD;
    const answer = await browser.post(RESET_PATH, { token, newPassword });
    expect(outcomeOf(answer)).toBe('204');
    expect([...browser.cookies]).toEqual(cookies);
    expect(outcomeOf(await browser.me())).toBe('401 session_revoked');
    const after = await auditOf(all.server, 'password.reset', person.username);
    expect(after - before).toBe(1);
  });

  it.each([FORGOT_PATH, RESET_PATH, VERIFY_PATH])(
    'is no matter of a GET of %s, as mail scanners send',
    async (path) => {
      const token = await freshToken();
      const answer = await person.send(`${path}?token=${token}`);
      expect(outcomeOf(answer)).toBe('404 not_found');
      expect(outcomeOf(await reset(token))).toBe('204');
    },
  );

  function forgot(email: string): Promise<Answer> {
    return all.server.client().post(FORGOT_PATH, { email });
  }

  function reset(token: unknown, newPassword = NEXT_PASSWORD): Promise<Answer> {
    return all.server.client().post(RESET_PATH, { token, newPassword });
  }

  async function freshToken(email = address): Promise<string> {
    const mails = all.smtp.mailsTo(email).length;
    await forgot(email);
    return mailedToken(all, email, mails + 1);
  }

  async function lastPassword(): Promise<string> {
    expect(outcomeOf(await reset(await freshToken()))).toBe('204');
    return NEXT_PASSWORD;
  }

  async function storedHashes(username = person.username): Promise<string[]> {
    const rows = await query<{ hash: string }>(
      all.server.databaseUrl,
      `SELECT hash FROM one_time_tokens
       WHERE user_id = (SELECT id FROM users WHERE username = $1)`,
      [username],
    );
    return rows.map(({ hash }) => hash);
  }
});

/** What is asked of the database meanwhile, but for what goes on beside the requests. */
async function statementsOf(act: () => Promise<void>): Promise<string[]> {
  const statements = watchStatements();
  await act();
  const texts = statements.texts();
  statements.end();
  return texts.filter(
    (text) => !/attempts \+ 1|DELETE|one_time_tokens/.test(text),
  );
}

function swapCase(text: string): string {
  return [...text]
    .map((letter) =>
      letter === letter.toUpperCase()
        ? letter.toLowerCase()
        : letter.toUpperCase(),
    )
    .join('');
}
