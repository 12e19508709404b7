import { DataSource } from 'typeorm';
import { MailOutbox } from '../src/mail/mail-outbox.service.js';
import { MailWriters } from '../src/mail/mail-writers.js';
import { QueuedMail } from '../src/mail/queued-mail.entity.js';
import {
  type MailTestServer,
  startServerWithMail,
  SUBJECT,
  TOKEN,
} from './support/mails.js';
import { type SmtpTestServer, startSmtpServer } from './support/smtp.js';
import { timeAwake } from './support/time-awake.js';

const PATIENTLY = { timeout: 10_000 };

describe('a mail', () => {
  let smtp: SmtpTestServer;
  let server: MailTestServer;
  beforeAll(async () => {
    smtp = await startSmtpServer();
    server = await startServerWithMail({
      SMTP_URL: smtp.url,
      MAIL_FROM: '문지기 <no-reply@munjigi.test>',
    });
  });
  beforeEach(() => {
    smtp.manner = 'accept';
    smtp.mails.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('goes out at once, as text and HTML, with what mail systems want to know', async () => {
    const address = 'at-once@munjigi.test';
    const { result: mail, ms } = await timeAwake(async () =>
      smtp.waitForMail(await server.enqueue(address)),
    );
    expect(ms).toBeLessThan(1_500);
    expect(mail).toMatchObject({
      from: { name: '문지기', address: 'no-reply@munjigi.test' },
      to: [{ name: '', address }],
      subject: SUBJECT,
      messageId: expect.stringMatching(/^<\d+\.\d+@munjigi\.test>$/),
    });
    expect(mail.text).toContain(TOKEN);
    expect(mail.html).toContain('<html lang="ko">');
    const headers = new Map(mail.headers.map(({ key, value }) => [key, value]));
    expect(headers.get('auto-submitted')).toBe('auto-generated');
    expect(headers.get('content-language')).toBe('ko');
    await expect.poll(() => server.outbox(), PATIENTLY).toEqual([]);
  });

  it('does not go when what it is about did not happen', async () => {
    const mail = { purpose: 'email_verification', language: 'en' } as const;
    const { userId } = server;
    await expect(
      server.app.get(DataSource).transaction(async (manager) => {
        const address = 'nobody@munjigi.test';
        await server.app
          .get(MailOutbox)
          .enqueue({ ...mail, userId, address }, manager);
        throw new Error('changed our mind');
      }),
    ).rejects.toThrow('changed our mind');
    await smtp.waitForMail(await server.enqueue());
    expect(smtp.mails).toHaveLength(1);
  });

  it.each([
    ['nobody has the address', null, 'email_verification'],
    ['there is nothing to say any more', 'somebody', 'password_reset'],
  ] as const)('does not go where %s', async (_name, user, purpose) => {
    server.app
      .get(MailWriters)
      .register('password_reset', async () => undefined);
    const address = 'nobody@munjigi.test';
    const userId = user && server.userId;
    const { manager } = server.app.get(DataSource);
    await server.app
      .get(MailOutbox)
      .enqueue({ purpose, userId, address, language: 'en' }, manager);
    await smtp.waitForMail(await server.enqueue());
    await expect.poll(() => server.outbox(), PATIENTLY).toEqual([]);
    expect(smtp.mailsTo(address)).toEqual([]);
  });

  it('goes to nobody when it was discarded, or its user is gone', async () => {
    const outbox = server.app.get(MailOutbox);
    const { body } = await server.client().register();
    const userId: string = body.user.id;
    const address = 'gone@munjigi.test';
    const purpose = 'email_verification';
    const mail = { purpose, userId, address, language: 'en' } as const;
    // In one transaction, or it might be sent before.
    await server.app.get(DataSource).transaction(async (manager) => {
      const count = () => manager.count(QueuedMail);
      await outbox.enqueue(mail, manager);
      await outbox.discard(userId, ['password_reset'], manager);
      expect(await count()).toBe(1);
      await outbox.discard(userId, ['email_verification'], manager);
      expect(await count()).toBe(0);
      await outbox.enqueue(mail, manager);
      await manager.query('DELETE FROM users WHERE id = $1', [userId]);
      expect(await count()).toBe(0);
    });
    await smtp.waitForMail(await server.enqueue());
    expect(smtp.mails).toHaveLength(1);
  });

  it.each([
    'one@munjigi.test, other@munjigi.test',
    'one@munjigi.test>\r\nRCPT TO:<other@munjigi.test',
    'one@munjigi.test\r\nBcc: other@munjigi.test',
    'Other <other@munjigi.test>',
  ])('goes to nobody else when the address is %j', async (address) => {
    const { length } = server.complaints();
    await server.enqueue(address);
    // Taken, or refused and kept for another try.
    await expect
      .poll(
        async () =>
          (await server.outbox()).length === 0 ||
          server.complaints().length > length,
        PATIENTLY,
      )
      .toBe(true);
    const { manager } = server.app.get(DataSource);
    await manager.query('DELETE FROM mail_outbox');
    await smtp.waitForMail(await server.enqueue());
    expect(smtp.recipients).not.toContain('other@munjigi.test');
    for (const { headers } of smtp.mails)
      expect(headers.map(({ key }) => key)).not.toContain('bcc');
    await expect.poll(() => server.outbox(), PATIENTLY).toEqual([]);
  });

  it('that hangs holds up no other', async () => {
    const slow = Array.from({ length: 5 }, (_, i) => `slow-${i}@munjigi.test`);
    for (const address of slow) {
      smtp.silentFor.add(address);
      await server.enqueue(address);
    }
    await expect.poll(() => smtp.unconfirmed.length, PATIENTLY).toBe(5);
    // Nor does a clock that was moved have this server begin them twice.
    server.clock.advance(31_000);
    const { ms } = await timeAwake(async () => {
      const quick = await Promise.all(
        Array.from({ length: 12 }, () => server.enqueue()),
      );
      for (const address of quick) await smtp.waitForMail(address);
    });
    expect(ms).toBeLessThan(3_000);
    expect(smtp.unconfirmed).toHaveLength(5);
    smtp.silentFor.clear();
    for (const address of slow) await smtp.waitForMail(address);
    // Who got the first one all the same knows the second as the same.
    const [first] = smtp.unconfirmed;
    const again = await smtp.waitForMail(first!.to![0]!.address!);
    expect(again.messageId).toBe(first!.messageId);
    await expect.poll(() => server.outbox(), PATIENTLY).toEqual([]);
    expect(smtp.mails).toHaveLength(17);
    server.clock.reset();
  });
});
