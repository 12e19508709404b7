import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { OneTimeTokens } from '../src/auth/one-time-tokens/one-time-tokens.service.js';
import {
  allUsers,
  auditOf,
  CHANGE_PATH,
  FORGOT_PATH,
  mailedToken,
  ME_PATH,
  newAddress,
  NEXT_PASSWORD,
  outboxEmpty,
  outcomeOf,
  RESEND_PATH,
  RESET_PATH,
  VERIFY_PATH,
  verifiedPerson,
} from './support/account-mails.js';
import { begin, query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  byCode,
  exchange,
  LINK_PATH,
  loggedIn,
  newPerson,
} from './support/kakao-tokens.js';
import { type SmtpTestServer, startSmtpServer } from './support/smtp.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

describe('mailed tokens', () => {
  let kakao: KakaoTestServer;
  let all: { server: TestServer; smtp: SmtpTestServer };
  let person: TestClient;
  let address: string;
  beforeAll(async () => {
    const smtp = await startSmtpServer();
    kakao = await startServerWithKakao(
      { SMTP_URL: smtp.url },
      { hasher: PasswordHasher },
    );
    all = { server: kakao.server, smtp };
  });
  afterAll(async () => {
    await kakao.close();
    await all.smtp.close();
  });

  describe('become void', () => {
    beforeEach(async () => {
      address = newAddress();
      person = await verifiedPerson(all, address);
    });

    it('by changing the password: resets and a pending address', async () => {
      const next = newAddress();
      await changeAddress(next);
      const verification = await mailedToken(all, next);
      const reset = await forgotToken(3);
      await changePassword();
      await expectVoid({ verification, reset });
      await expectNothingPending();
    });

    it('by resetting the password: other resets and a pending address', async () => {
      const next = newAddress();
      await changeAddress(next);
      const verification = await mailedToken(all, next);
      const other = await forgotToken(3);
      const token = await forgotToken(4);
      expect(await reset(token)).toBe('204');
      await expectVoid({ verification, reset: other });
      await person.login(address, NEXT_PASSWORD);
      await expectNothingPending();
    });

    it('by confirming another address: resets and what else would confirm it', async () => {
      const next = newAddress();
      await changeAddress(next);
      const first = await mailedToken(all, next);
      await person.post(RESEND_PATH);
      const second = await mailedToken(all, next, 2);
      const token = await forgotToken(3);
      expect(await verify(first)).toBe('204');
      await expectVoid({ verification: second, reset: token });
      expect((await person.me()).status).toBe(200);
      expect((await person.refresh()).status).toBe(200);
    });

    it('with their mails, where these have not gone yet', async () => {
      const next = newAddress();
      all.smtp.manner = 'refuse';
      await changeAddress(next);
      await forgot();
      const attempted = () => all.server.log.join().split('at attempt').length;
      const before = attempted();
      await expect.poll(attempted, { timeout: 10_000 }).toBeGreaterThan(before);
      await changePassword();
      all.smtp.manner = 'accept';
      await outboxEmpty(all.server);
      expect(all.smtp.mailsTo(next)).toEqual([]);
      // The notice is no token, and goes all the same.
      const { subject } = await all.smtp.waitForMail(address, 2);
      expect(subject).toMatch(/address of your account/);
    });

    it('before they are minted, if the voiding is first', async () => {
      const mail = await unsentMail();
      const tokens = all.server.app.get(OneTimeTokens);
      const voiding = await begin(
        all.server.databaseUrl,

        `DELETE FROM mail_outbox WHERE id = ${mail.id}`,
      );
      const minting = tokens.mint('password_reset', mail);
      await voiding.commitOnceAwaited();
      expect(await minting).toBeUndefined();
      expect(await tokensOf(mail.userId)).toBe(0);
    });

    it('before they are minted, if the account is disabled', async () => {
      const mail = await unsentMail();
      await query(
        all.server.databaseUrl,
        `UPDATE users SET status = 'disabled' WHERE id = $1`,
        [mail.userId],
      );
      const tokens = all.server.app.get(OneTimeTokens);
      expect(await tokens.mint('password_reset', mail)).toBeUndefined();
      await query(
        all.server.databaseUrl,
        'DELETE FROM mail_outbox WHERE id = $1',
        [mail.id],
      );
    });

    it('before they are minted, if the address is becoming another one', async () => {
      const mail = await unsentMail();
      const changing = await begin(
        all.server.databaseUrl,
        `UPDATE users SET email = '${newAddress()}' WHERE id = '${mail.userId}'`,
      );
      const minting = all.server.app
        .get(OneTimeTokens)
        .mint('password_reset', mail);
      await changing.commitOnceAwaited();
      expect(await minting).toBeUndefined();
      expect(await tokensOf(mail.userId)).toBe(0);
      await query(
        all.server.databaseUrl,
        'DELETE FROM mail_outbox WHERE id = $1',
        [mail.id],
      );
    });

    it('just as they are minted, if the minting is first', async () => {
      const mail = await unsentMail();
      const minting = await begin(
        all.server.databaseUrl,

        `SELECT 1 FROM mail_outbox WHERE id = ${mail.id} FOR KEY SHARE;
         INSERT INTO one_time_tokens VALUES ('hash', 'password_reset', '${mail.userId}', '${address}', now() + '1 day')`,
      );
      const changing = changePassword();
      await minting.commitOnceAwaited();
      await changing;
      expect(await tokensOf(mail.userId)).toBe(0);
    });
  });

  describe('and an address somebody else gave first', () => {
    const PASSWORD = 'correct horse battery';

    it('let the owner in by Kakao, beside the squatter and never as them', async () => {
      const email = newAddress();
      const squatter = all.server.client();
      await squatter.register({ email });
      const mailed = await mailedToken(all, email);
      const owner = await exchange(
        all.server,
        byCode(
          kakao.kakao,
          newPerson(kakao.kakao, {
            email: { address: email, valid: true, verified: true },
          }),
        ),
      );
      expect(owner.body.user).toMatchObject({ email, emailVerified: true });
      expect(owner.body.user.id).not.toBe((await squatter.me()).body.id);
      // The owner, curious, opens the squatter's mail: it is refused, and nothing moves.
      expect(await verify(mailed)).toBe('409 email_taken');
      expect((await squatter.me()).body.emailVerified).toBe(false);
    });

    it('let the owner register and verify, and the squatter never', async () => {
      const email = newAddress();
      const squatter = all.server.client();
      await squatter.register({ email });
      await all.smtp.waitForMail(email);
      const owner = all.server.client();
      await owner.register({ email });
      const mine = await mailedToken(all, email, 2);
      expect(await verify(mine)).toBe('204');
      expect((await owner.me()).body.emailVerified).toBe(true);
      expect((await squatter.me()).body.emailVerified).toBe(false);
      expect((await squatter.post(RESEND_PATH)).status).toBe(202);
      const theirs = await mailedToken(all, email, 3);
      expect(await verify(theirs)).toBe('409 email_taken');
    });

    it('let the owner who confirmed the squatter’s account throw the squatter out (pre-hijacked accounts)', async () => {
      const email = newAddress();
      const squatter = all.server.client();
      await squatter.register({ email });
      const hidden = newAddress();
      const mailed = await mailedToken(all, email);
      expect(await verify(mailed)).toBe('204');
      // The squatter sets a way back going before the owner takes over.
      await squatter.send(ME_PATH, {
        method: 'PATCH',
        body: { email: hidden },
      });
      const wayBack = await mailedToken(all, hidden);
      await all.smtp.waitForMail(email, 2);
      await all.server.client().post(FORGOT_PATH, { email });
      const token = await mailedToken(all, email, 3);
      expect(await reset(token)).toBe('204');
      for (const answer of [await squatter.me(), await squatter.refresh()])
        expect(outcomeOf(answer)).toBe('401 session_revoked');
      expect((await squatter.login(undefined, PASSWORD)).status).toBe(401);
      expect(await verify(wayBack)).toBe('400 token_invalid');
      const owner = await all.server.client().login(email, NEXT_PASSWORD);
      expect(owner.body.user).toMatchObject({ email, emailVerified: true });
    });

    it('let the owner throw the squatter’s Kakao out as well', async () => {
      const email = newAddress();
      const squatter = all.server.client();
      await squatter.register({ email });
      const person = await linkKakao(squatter);
      expect(await verify(await mailedToken(all, email))).toBe('204');
      expect(await resetMailedTo(email)).toEqual(['local']);
      const back = await exchange(all.server, proofOf(person));
      expect(back.body.isNewUser).toBe(true);
      expect(
        await auditOf(all.server, 'identity.unlinked', squatter.username),
      ).toBe(1);
    });

    it('leave the owner the Kakao that came after the address was confirmed', async () => {
      const email = newAddress();
      const owner = await verifiedPerson(all, email);
      await linkKakao(owner);
      expect(await resetMailedTo(email)).toEqual(['local', 'kakao']);
    });

    it('leave the owner the Kakao that the address came from', async () => {
      const email = newAddress();
      const person = newPerson(kakao.kakao, {
        email: { address: email, valid: true, verified: true },
      });
      await loggedIn(all.server, proofOf(person));
      expect(await resetMailedTo(email)).toEqual(['local', 'kakao']);
    });

    it('let no Kakao stay that was there before the owner’s address was (one verified after another)', async () => {
      const squatter = await verifiedPerson(all, newAddress());
      await linkKakao(squatter);
      const email = newAddress();
      await squatter.send(ME_PATH, { method: 'PATCH', body: { email } });
      expect(await verify(await mailedToken(all, email))).toBe('204');
      expect(await resetMailedTo(email)).toEqual(['local']);
    });
  });

  const proofOf = (person: string) => byAccessToken(kakao.kakao, person);

  async function linkKakao(client: TestClient): Promise<string> {
    const person = newPerson(kakao.kakao);
    expect((await client.post(LINK_PATH, proofOf(person))).status).toBe(200);
    return person;
  }

  /** The ways to log in that a reset leaves. */
  async function resetMailedTo(email: string): Promise<string[]> {
    await outboxEmpty(all.server);
    const mails = all.smtp.mailsTo(email).length;
    const client = all.server.client();
    await client.post(FORGOT_PATH, { email });
    const token = await mailedToken(all, email, mails + 1);
    expect(await reset(token)).toBe('204');
    return (await client.login(email, NEXT_PASSWORD)).body.user.providers;
  }

  async function changeAddress(email: string): Promise<void> {
    const answer = await person.send(ME_PATH, {
      method: 'PATCH',
      body: { email },
    });
    expect(answer.status).toBe(200);
  }

  async function changePassword(): Promise<void> {
    const { password: currentPassword } = person;
    const newPassword = NEXT_PASSWORD;
    const answer = await person.post(CHANGE_PATH, {
      currentPassword,
      newPassword,
    });
    expect(outcomeOf(answer)).toBe('204');
  }

  async function forgot(): Promise<void> {
    await all.server.client().post(FORGOT_PATH, { email: address });
  }

  async function forgotToken(count: number): Promise<string> {
    await all.smtp.waitForMail(address, count - 1);
    await forgot();
    return mailedToken(all, address, count);
  }

  async function verify(token: string): Promise<string> {
    return outcomeOf(await all.server.client().post(VERIFY_PATH, { token }));
  }

  async function reset(token: string): Promise<string> {
    const newPassword = NEXT_PASSWORD;
    const body = { token, newPassword };
    return outcomeOf(await all.server.client().post(RESET_PATH, body));
  }

  async function expectVoid(tokens: {
    verification: string;
    reset: string;
  }): Promise<void> {
    const before = await allUsers(all.server);
    expect(await verify(tokens.verification)).toBe('400 token_invalid');
    expect(await reset(tokens.reset)).toBe('400 token_invalid');
    expect(await allUsers(all.server)).toEqual(before);
  }

  async function expectNothingPending(): Promise<void> {
    expect((await person.me()).body).toMatchObject({
      email: address,
      emailVerified: true,
    });
    await outboxEmpty(all.server);
    const sent = all.smtp.mails.length;
    expect((await person.post(RESEND_PATH)).status).toBe(202);
    await outboxEmpty(all.server);
    expect(all.smtp.mails).toHaveLength(sent);
  }

  /** Queued, and due when no test waits for it any more. */
  async function unsentMail() {
    const [mail] = await query<{ id: string; userId: string }>(
      all.server.databaseUrl,
      `INSERT INTO mail_outbox (purpose, user_id, address, language, created_at, due_at)
       SELECT 'password_reset', id, email, 'en', now(), now() + '1 day' FROM users WHERE email = $1
       RETURNING id, user_id AS "userId"`,
      [address],
    );
    return { ...mail!, address, language: 'en' } as const;
  }

  async function tokensOf(userId: string): Promise<number> {
    const rows = await query(
      all.server.databaseUrl,
      'SELECT 1 FROM one_time_tokens WHERE user_id = $1',
      [userId],
    );
    return rows.length;
  }
});
