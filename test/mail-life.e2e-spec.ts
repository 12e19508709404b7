import {
  auditOf,
  FORGOT_PATH,
  mailedToken,
  type MailedServer,
  ME_PATH,
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

describe('an account and its address', () => {
  let all: MailedServer;
  beforeAll(async () => {
    all = await startMailedServer();
  });
  afterAll(() => all.close());

  it('begins with a mail in the language of whoever registers', async () => {
    const person = all.server.client();
    const address = newAddress();
    const username = `life-${address.slice(5, 13)}`;
    const password = 'correct horse battery';
    const body = { username, password, email: address };
    const answer = await person.post('/api/auth/register', body, {
      'accept-language': 'ko',
    });
    expect(answer.body.user).toMatchObject({
      email: address,
      emailVerified: false,
    });
    const mail = await all.smtp.waitForMail(address);
    expect(mail.subject).toBe('이메일 주소를 확인해 주세요');
    for (const part of [mail.text, mail.html])
      expect(part).toMatch(/24시간[\s\S]*직접 입력하지 않으셨다면/);
    expect(mail.html).toContain('lang="ko"');
    expect(`${mail.text}${mail.html}`).not.toContain(username);
  });

  it('is confirmed by the token in it', async () => {
    const person = all.server.client();
    const address = newAddress();
    await person.register({ email: address });
    const token = await mailedToken(all, address);
    await forgot(address);
    await outboxEmpty(all.server);
    expect(all.smtp.mailsTo(address)).toHaveLength(1);
    const answer = await all.server.client().post(VERIFY_PATH, { token });
    expect([outcomeOf(answer), answer.text]).toEqual(['204', '']);
    const { body } = await person.me();
    expect(body).toMatchObject({ email: address, emailVerified: true });
    expect(await auditOf(all.server, 'email.verified', person.username)).toBe(
      1,
    );
  });

  it('gets a new password by mail, which ends every session and opens none', async () => {
    const address = newAddress();
    const person = await verifiedPerson(all, address);
    await forgot(address.toUpperCase());
    const mail = await all.smtp.waitForMail(address, 2);
    expect(mail.subject).toBe('Set a new password');
    expect(mail.text).toMatch(/20 minutes[\s\S]*If it was not you/);
    const visitor = person.copy();
    const token = await mailedToken(all, address, 2);
    const answer = await visitor.post(RESET_PATH, {
      token,
      newPassword: NEXT_PASSWORD,
    });
    expect([outcomeOf(answer), answer.text]).toEqual(['204', '']);
    expect(answer.headers.getSetCookie()).toEqual([]);
    expect(outcomeOf(await person.me())).toBe('401 session_revoked');
    expect(outcomeOf(await person.refresh())).toBe('401 session_revoked');
    expect(outcomeOf(await person.login())).toBe('401 invalid_credentials');
    expect(outcomeOf(await person.login(address, NEXT_PASSWORD))).toBe('200');
    expect(await auditOf(all.server, 'password.reset', person.username)).toBe(
      1,
    );
  });

  it('keeps the verified address until the new one is confirmed, and both are told', async () => {
    const address = newAddress();
    const person = await verifiedPerson(all, address);
    const next = newAddress();
    const loginAs = async (email: string) =>
      outcomeOf(await all.server.client().login(email, person.password));
    const changed = await person.send(ME_PATH, {
      method: 'PATCH',
      body: { email: next },
      headers: { 'accept-language': 'ko' },
    });
    const before = { email: address, emailVerified: true };
    expect(changed.body).toMatchObject(before);
    const notice = await all.smtp.waitForMail(address, 2);
    expect(notice.subject).toBe('계정의 이메일 주소 변경 요청 안내');
    expect(notice.text).toContain('지금 바로 비밀번호를 변경해 주세요');
    expect(notice.text).not.toMatch(/https?:|token/);
    const token = await mailedToken(all, next);

    await forgot(next);
    await forgot(address);
    await all.smtp.waitForMail(address, 3);
    await outboxEmpty(all.server);
    expect(all.smtp.mailsTo(next)).toHaveLength(1);
    expect(await loginAs(next)).toBe('401 invalid_credentials');
    expect(await loginAs(address)).toBe('200');
    expect((await person.me()).body).toMatchObject(before);

    expect(outcomeOf(await person.post(VERIFY_PATH, { token }))).toBe('204');
    const after = { email: next, emailVerified: true };
    expect((await person.me()).body).toMatchObject(after);
    expect(await auditOf(all.server, 'email.changed', person.username)).toBe(1);
    expect(await loginAs(address)).toBe('401 invalid_credentials');
    expect(await loginAs(next)).toBe('200');
  });

  it('tells a verified address that it was removed, in words of its own', async () => {
    const owner = await verifiedPerson(all, newAddress());
    const { email } = (await owner.me()).body;
    const remove = { method: 'PATCH', body: { email: null } };
    expect((await owner.send(ME_PATH, remove)).body.email).toBeNull();
    const notice = await all.smtp.waitForMail(email, 2);
    expect(notice.subject).toBe('The address of your account was removed');
    expect(notice.text).toContain('You can no longer log in with this address');
    expect(notice.text).not.toMatch(/https?:|token|confirmed/);
  });

  it('leaves no token in the log, the answers and the database', async () => {
    const [address, next] = [newAddress(), newAddress()];
    const person = await verifiedPerson(all, address);
    await forgot(address);
    const reset = {
      token: await mailedToken(all, address, 2),
      newPassword: NEXT_PASSWORD,
    };
    expect(outcomeOf(await person.post(RESET_PATH, reset))).toBe('204');
    await person.login(address, NEXT_PASSWORD);
    await person.send(ME_PATH, { method: 'PATCH', body: { email: next } });
    const token = await mailedToken(all, next);
    expect(outcomeOf(await person.post(VERIFY_PATH, { token }))).toBe('204');
    await forgot(next);
    await all.smtp.waitForMail(next, 2);
    await outboxEmpty(all.server);
    const tokens = all.smtp.mails.flatMap(
      ({ text }) => text!.match(/(?<=token=)[\w-]{43}/g) ?? [],
    );
    expect(tokens.length).toBeGreaterThanOrEqual(4);
    const [dump] = await query<{ everything: string }>(
      all.server.databaseUrl,
      `SELECT concat((SELECT json_agg(users) FROM users), (SELECT json_agg(one_time_tokens) FROM one_time_tokens),
         (SELECT json_agg(mail_outbox) FROM mail_outbox), (SELECT json_agg(audit_events) FROM audit_events)) AS everything`,
    );
    const kept = all.server.log.join('\n') + dump!.everything;
    expect(kept).toContain(person.username);
    for (const token of tokens) expect(kept).not.toContain(token);
  });

  async function forgot(email: string): Promise<void> {
    const answer = await all.server.client().post(FORGOT_PATH, { email });
    expect([outcomeOf(answer), answer.text]).toEqual(['202', '']);
  }
});
