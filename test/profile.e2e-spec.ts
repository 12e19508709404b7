import { randomUUID } from 'node:crypto';
import {
  allUsers,
  FORGOT_PATH,
  mailedToken,
  type MailedServer,
  ME_PATH,
  newAddress,
  outboxEmpty,
  outcomeOf,
  RESEND_PATH,
  RESET_PATH,
  startMailedServer,
  VERIFY_PATH,
  verifiedPerson,
} from './support/account-mails.js';
import { begin, query } from './support/databases.js';
import type { Answer, TestClient } from './support/test-client.js';

describe('the own profile', () => {
  let all: MailedServer;
  let person: TestClient;
  beforeAll(async () => {
    all = await startMailedServer();
  });
  afterEach(() => all.server.clock.reset());
  afterAll(() => all.close());

  describe('a nickname', () => {
    beforeEach(async () => {
      person = all.server.client();
      await person.register({ nickname: '민수' });
    });

    it('is trimmed, and seen at once', async () => {
      const { status, body } = await patch({ nickname: '  새 이름 ' });
      expect([status, body.nickname]).toEqual([200, '새 이름']);
      expect((await person.me()).body).toEqual(body);
      expect((await person.login()).body.user).toEqual(body);
    });

    it('is the username again when it is null', async () => {
      const { body } = await patch({ nickname: null });
      expect(body.nickname).toBe(person.username);
    });

    it('is what Kakao calls the nameless where there is no username', async () => {
      await sql('UPDATE users SET username = NULL, username_key = NULL');
      expect((await patch({ nickname: null })).body.nickname).toBe(
        '카카오 사용자',
      );
    });

    it.each([
      '',
      '  ',
      'a'.repeat(51),
      'a\u202eb',
      'a\nb',
      7,
      ['a'],
      {},
      false,
    ])('%j is none', async (nickname) => {
      const before = (await person.me()).body;
      const answer = await patch({ nickname, email: newAddress() });
      expect(outcomeOf(answer)).toBe('400 validation_failed');
      expect(answer.body.details[0].field).toBe('nickname');
      expect((await person.me()).body).toEqual(before);
    });

    it('stays when nothing is sent, and so does the rest', async () => {
      const before = (await person.me()).body;
      const { status, body } = await patch({});
      expect([status, body]).toEqual([200, before]);
    });

    it.each(['role', 'emailVerified', 'username', 'pendingEmail', 'status'])(
      'comes with no %s',
      async (member) => {
        const answer = await patch({ nickname: 'x', [member]: true });
        expect(outcomeOf(answer)).toBe('400 validation_failed');
      },
    );

    it('is changed with the address or not at all', async () => {
      const taken = newAddress();
      await verifiedPerson(all, taken);
      const before = (await person.me()).body;
      const answer = await patch({ nickname: 'other', email: taken });
      expect(outcomeOf(answer)).toBe('409 email_taken');
      expect((await person.me()).body).toEqual(before);
    });
  });

  describe('an address that is not verified', () => {
    beforeEach(async () => {
      person = all.server.client();
      await person.register();
    });

    it.each(['', 'minsu', 7, ['a@example.com'], {}, false])(
      '%j is none',
      async (email) => {
        const answer = await patch({ email });
        expect(outcomeOf(answer)).toBe('400 validation_failed');
        expect(answer.body.details[0].field).toBe('email');
      },
    );

    it('is taken at once and mailed; the next takes its place, and its token', async () => {
      const [first, second] = [newAddress(), newAddress()];
      await expectAddress(await patch({ email: first }), first, false);
      const old = await mailedToken(all, first);
      await expectAddress(await patch({ email: second }), second, false);
      const token = await mailedToken(all, second);
      expect(await verify(old)).toBe('400 token_invalid');
      expect(await verify(token)).toBe('204');
      await expectAddress(await person.me(), second, true);
      expect(all.smtp.mailsTo(first)).toHaveLength(1);
    });

    it('may be written in another case; given once more as it is, nothing happens', async () => {
      const address = newAddress();
      await patch({ email: address });
      const old = await mailedToken(all, address);
      await patch({ email: address });
      const wide = address.replace('mail', 'MAIL');
      await expectAddress(await patch({ email: wide }), wide, false);
      const token = await mailedToken(all, wide);
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(address)).toHaveLength(1);
      expect(await verify(old)).toBe('400 token_invalid');
      expect(await verify(token)).toBe('204');
    });

    it('goes when it is null, with its token', async () => {
      const address = newAddress();
      await patch({ email: address });
      const token = await mailedToken(all, address);
      await expectAddress(await patch({ email: null }), null, false);
      expect(await verify(token)).toBe('400 token_invalid');
      await patch({ email: null });
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(address)).toHaveLength(1);
    });

    it('blocks nobody, and is confirmed by one of two', async () => {
      const address = newAddress();
      await patch({ email: address });
      const mine = await mailedToken(all, address);
      const other = all.server.client();
      expect((await other.register({ email: address })).status).toBe(201);
      const theirs = await mailedToken(all, address, 2);
      const outcomes = await Promise.all([verify(mine), verify(theirs)]);
      expect(outcomes.sort()).toEqual(['204', '409 email_taken']);
      const rows = await query(
        all.server.databaseUrl,
        'SELECT 1 FROM users WHERE email = $1 AND email_verified',
        [address],
      );
      expect(rows).toHaveLength(1);
    });

    it('is mailed once more when asked for', async () => {
      const address = newAddress();
      await patch({ email: address });
      const first = await mailedToken(all, address);
      expect(await resend()).toBe('202');
      const second = await mailedToken(all, address, 2);
      expect(second).not.toBe(first);
      expect(await verify(second)).toBe('204');
      expect(await verify(first)).toBe('400 token_invalid');
      expect(await resend()).toBe('202');
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(address)).toHaveLength(2);
    });

    it('is asked for by nobody without an account', async () => {
      const answer = await all.server.client().post(RESEND_PATH);
      expect(outcomeOf(answer)).toBe('401 access_token_missing');
      expect(await resend()).toBe('202');
    });

    it('can be confirmed for 24 hours', async () => {
      const [first, second] = [newAddress(), newAddress()];
      all.server.clock.freeze();
      await patch({ email: first });
      const token = await mailedToken(all, first);
      all.server.clock.advance(24 * 60 * 60_000 - 1);
      expect(await verify(token)).toBe('204');
      all.server.clock.reset();
      all.server.clock.freeze();
      await patch({ email: second });
      const late = await mailedToken(all, second);
      all.server.clock.advance(24 * 60 * 60_000);
      expect(await verify(late)).toBe('400 token_invalid');
    });
  });

  describe('a token', () => {
    const address = newAddress();
    let token: string;
    beforeAll(async () => {
      person = all.server.client();
      await person.register({ email: address });
      token = await mailedToken(all, address);
    });
    // It is good after all that.
    afterAll(async () => {
      expect(await verify(token)).toBe('204');
    });

    it.each([
      ['the address is another one', `email = 'another@example.com'`],
      ['the address is none', 'email = NULL'],
      ['it is verified already', 'email_verified = true'],
      ['another address is pending', `pending_email = 'another@example.com'`],
      ['the account is disabled', `status = 'disabled'`],
    ])('confirms nothing once %s', async (_name, change) => {
      await sql(`UPDATE users SET ${change}`);
      const before = await allUsers(all.server);
      expect(await verify(token)).toBe('400 token_invalid');
      expect(await allUsers(all.server)).toEqual(before);
      await sql(
        `UPDATE users SET email = '${address}', email_verified = false, pending_email = NULL, status = 'active'`,
      );
    });

    it.each(['', ' ', null, undefined, ['a'], 7, true, {}, 'x'.repeat(43)])(
      '%j is none',
      async (altered) => {
        const before = await allUsers(all.server);
        for (const sent of [altered, [token]]) {
          const answer = await person.post(VERIFY_PATH, { token: sent });
          expect(outcomeOf(answer)).toMatch(/^400 (tok|val)/);
        }
        expect(await allUsers(all.server)).toEqual(before);
      },
    );
  });

  describe('a verified address', () => {
    let address: string;
    beforeEach(async () => {
      address = newAddress();
      person = await verifiedPerson(all, address);
    });

    it('is the only one to register with, in any case', async () => {
      const answer = await all.server
        .client()
        .register({ email: address.toUpperCase() });
      expect(outcomeOf(answer)).toBe('409 email_taken');
      const other = all.server.client();
      await other.register();
      const changed = await patch({ email: address.toUpperCase() }, other);
      expect(outcomeOf(changed)).toBe('409 email_taken');
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(address)).toHaveLength(1);
    });

    it('is told of to nobody whose password could not be taken anyway', async () => {
      const answer = await all.server
        .client()
        .register({ email: address, password: 'password1' });
      expect(outcomeOf(answer)).toBe('400 password_too_weak');
    });

    it('stays while another is pending, and drops that when given again', async () => {
      const next = newAddress();
      await expectAddress(await patch({ email: next }), address, true);
      const token = await mailedToken(all, next);
      const again = await patch({ email: address.toUpperCase() });
      await expectAddress(again, address, true);
      expect(await verify(token)).toBe('400 token_invalid');
      expect(await resend()).toBe('202');
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(next)).toHaveLength(1);
      // The first mail, and the notice.
      expect(all.smtp.mailsTo(address)).toHaveLength(2);
    });

    it('is told once of a pending one that is given twice, and its link stays good', async () => {
      const next = newAddress();
      await patch({ email: next });
      const token = await mailedToken(all, next);
      await expectAddress(await patch({ email: next }), address, true);
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(next)).toHaveLength(1);
      // The first mail, and the notice.
      expect(all.smtp.mailsTo(address)).toHaveLength(2);
      expect(await verify(token)).toBe('204');
    });

    it('is mailed about the pending one only when asked to resend', async () => {
      const next = newAddress();
      await patch({ email: next });
      await all.smtp.waitForMail(next);
      expect(await resend()).toBe('202');
      const token = await mailedToken(all, next, 2);
      expect(await verify(token)).toBe('204');
      await expectAddress(await person.me(), next, true);
    });

    it('gives way to the last of several asked for', async () => {
      const [first, second] = [newAddress(), newAddress()];
      await patch({ email: first });
      const old = await mailedToken(all, first);
      await patch({ email: second });
      const token = await mailedToken(all, second);
      expect(await verify(old)).toBe('400 token_invalid');
      await expectAddress(await person.me(), address, true);
      expect(await verify(token)).toBe('204');
      await expectAddress(await person.me(), second, true);
    });

    it('is not replaced by one that another account verifies first', async () => {
      const next = newAddress();
      await patch({ email: next });
      const token = await mailedToken(all, next);
      const other = all.server.client();
      await other.register({ email: next });
      const theirs = await mailedToken(all, next, 2);
      const answer = await other.post(VERIFY_PATH, { token: theirs });
      expect(outcomeOf(answer)).toBe('204');
      expect(await verify(token)).toBe('409 email_taken');
      await expectAddress(await person.me(), address, true);
    });

    it('goes when it is null, is told so, and voids what was mailed', async () => {
      await person.post(FORGOT_PATH, { email: address });
      const token = await mailedToken(all, address, 2);
      await expectAddress(await patch({ email: null }), null, false);
      const notice = await all.smtp.waitForMail(address, 3);
      expect(notice.subject).toMatch(/address of your account/);
      const newPassword = 'three blue kites at noon';
      const reset = await person.post(RESET_PATH, { token, newPassword });
      expect(outcomeOf(reset)).toBe('400 token_invalid');
    });

    it('stays where a password would be good for nothing without it', async () => {
      await sql('UPDATE users SET username = NULL, username_key = NULL');
      const answer = await patch({ email: null });
      expect(outcomeOf(answer)).toBe('409 last_credential');
      await expectAddress(await person.me(), address, true);
      await query(
        all.server.databaseUrl,
        `INSERT INTO identities (provider, provider_user_id, user_id)
         SELECT 'kakao', $1, id FROM users WHERE email = $2`,
        [randomUUID(), address],
      );
      await expectAddress(await patch({ email: null }), null, false);
    });
  });

  it('is not changed by a session that ends meanwhile', async () => {
    person = all.server.client();
    await person.register();
    const ending = await begin(
      all.server.databaseUrl,
      `UPDATE users SET refresh_tokens = '{}' WHERE username = '${person.username}'`,
    );
    const email = newAddress();
    const patching = patch({ nickname: 'thief', email });
    await ending.commitOnceAwaited();
    expect(outcomeOf(await patching)).toBe('401 session_revoked');
    const { user } = (await person.login()).body;
    expect(user).toMatchObject({ nickname: person.username, email: null });
  });

  function patch(body: unknown, client = person): Promise<Answer> {
    return client.send(ME_PATH, { method: 'PATCH', body });
  }

  async function verify(token: string): Promise<string> {
    return outcomeOf(await all.server.client().post(VERIFY_PATH, { token }));
  }

  async function resend(): Promise<string> {
    return outcomeOf(await person.post(RESEND_PATH));
  }

  /** As answered, and as the next request sees it. */
  async function expectAddress(
    answer: Answer,
    email: string | null,
    emailVerified: boolean,
  ): Promise<void> {
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ email, emailVerified });
    expect((await person.me()).body).toEqual(answer.body);
  }

  function sql(update: string): Promise<unknown> {
    const where = 'WHERE username = $1';
    return query(all.server.databaseUrl, `${update} ${where}`, [
      person.username,
    ]);
  }
});
