import { vi } from 'vitest';
import { MailQueueRepository } from '../src/mail/mail-queue.repository.js';
import { createDatabase, query } from './support/databases.js';
import { findFreePort } from './support/free-port.js';
import {
  type MailTestServer,
  startServerWithMail,
  SUBJECT,
  TOKEN,
} from './support/mails.js';
import {
  type SmtpManner,
  type SmtpTestServer,
  startSmtpServer,
} from './support/smtp.js';
import { startTcpProxy } from './support/tcp-proxy.js';
import { timeAwake } from './support/time-awake.js';

const PATIENTLY = { timeout: 10_000 };
/** Half of what a request would take that waited for a mail server. */
const AT_ONCE_MS = 2_500;
const DAY_MS = 86_400_000;
const LEASE_MS = 30_000;

describe('while the mail server is ill', () => {
  let smtp: SmtpTestServer;
  let server: MailTestServer;
  beforeAll(async () => {
    smtp = await startSmtpServer();
    server = await startServerWithMail({ SMTP_URL: smtp.url });
  });
  beforeEach(() => {
    smtp.manner = 'accept';
    server.log.length = 0;
  });
  afterAll(async () => {
    await server.close();
    await smtp.close();
  });

  it('requests notice nothing, and every mail arrives once, when it is well again', async () => {
    const mailed: string[] = [];
    const enqueueAndRegister = async () => {
      mailed.push(await server.enqueue());
      expect((await server.client().register()).status).toBe(201);
    };
    for (const [manner, met] of ILLNESSES) {
      smtp.manner = manner;
      const before = signsOf(smtp, server);
      const { ms } = await timeAwake(enqueueAndRegister);
      expect(ms, manner).toBeLessThan(AT_ONCE_MS);
      await expect
        .poll(() => met(before, signsOf(smtp, server)), PATIENTLY)
        .toBe(true);
    }
    const outbox = await server.outbox();
    expect(outbox).toHaveLength(ILLNESSES.length);
    expect(outbox.join()).not.toMatch(new RegExp(`${TOKEN}|${SUBJECT}|<`));
    smtp.manner = 'accept';
    mailed.push(await server.enqueue());
    for (const address of mailed) await smtp.waitForMail(address);
    await expect.poll(() => server.outbox(), PATIENTLY).toEqual([]);
    expect(smtp.mails).toHaveLength(mailed.length);

    const complaints = server.complaints();
    expect(complaints.length).toBeGreaterThanOrEqual(ILLNESSES.length);
    for (const line of complaints)
      expect(JSON.parse(line).msg).toMatch(
        /^mail \d+ \(email_verification\) not sent at attempt \d+: (451|[A-Z]+( \([A-Z_]+\))?)$/,
      );
    const log = server.log.join('');
    expect(log).not.toContain(TOKEN);
    expect(log).not.toContain('@munjigi.test');
  });

  it('a mail is given up after a day, with one line that names no address', async () => {
    smtp.manner = 'hangUp';
    const address = await server.enqueue();
    const complaints = () =>
      server.complaints().map((line) => JSON.parse(line));
    await expect.poll(complaints, PATIENTLY).not.toEqual([]);
    server.clock.advance(DAY_MS);
    const errorsTold = () => complaints().filter(({ level }) => level >= 50);
    await expect.poll(errorsTold, PATIENTLY).not.toEqual([]);
    expect(await server.outbox()).toEqual([]);
    const errors = errorsTold();
    expect(errors).toHaveLength(1);
    expect(complaints().at(-1)).toEqual(errors[0]);
    expect(errors[0].msg).toMatch(/^mail \d+ \(email_verification\) to user /);
    expect(errors[0].msg).toContain(server.userId);
    expect(server.log.join('')).not.toContain(address);
    server.clock.reset();
  });
});

/** How a server can be ill, and how to see that a mail met it so. */
const ILLNESSES: [SmtpManner, (before: Signs, now: Signs) => boolean][] = [
  ['silent', (before, now) => now.calls > before.calls],
  ['drip', (before, now) => now.calls > before.calls],
  ['silentAfterData', (before, now) => now.unconfirmed > before.unconfirmed],
  ['refuse', (before, now) => now.complaints > before.complaints],
  ['hangUp', (before, now) => now.complaints > before.complaints],
];

interface Signs {
  readonly calls: number;
  readonly unconfirmed: number;
  readonly complaints: number;
}

const signsOf = (smtp: SmtpTestServer, server: MailTestServer): Signs => ({
  calls: smtp.calls,
  unconfirmed: smtp.unconfirmed.length,
  complaints: server.complaints().length,
});

describe('a mail in the outbox', () => {
  it('goes once the mail server is there, from another process than it was put in', async () => {
    const port = await findFreePort();
    const env = { SMTP_URL: `smtp://127.0.0.1:${port}` };
    const first = await startServerWithMail(env);
    const address = await first.enqueue();
    await expect.poll(() => first.complaints(), PATIENTLY).not.toEqual([]);
    expect(first.complaints()[0]).toContain('ESOCKET (ECONNREFUSED)');
    await first.close();
    const smtp = await startSmtpServer(port);
    const { databaseUrl } = first;
    const second = await startServerWithMail({
      ...env,
      DATABASE_URL: databaseUrl,
    });
    await smtp.waitForMail(address);
    // What is under way when the server stops still arrives.
    const { calls } = smtp;
    const last = await second.enqueue();
    await expect.poll(() => smtp.calls, PATIENTLY).toBeGreaterThan(calls);
    await second.close();
    expect(smtp.mailsTo(last)).toHaveLength(1);
    expect(await second.outbox()).toEqual([]);
    expect(smtp.mails).toHaveLength(2);
    await smtp.close();
  });

  it('goes once, however many instances send; and when one crashed, after its claim', async () => {
    const smtp = await startSmtpServer();
    const env = { SMTP_URL: smtp.url, DATABASE_URL: await createDatabase() };
    const servers = [
      await startServerWithMail(env),
      await startServerWithMail(env),
    ] as const;
    const mailed = await Promise.all(
      Array.from({ length: 40 }, (_, i) => servers[i % 2]!.enqueue()),
    );
    await expect.poll(() => servers[0].outbox(), PATIENTLY).toEqual([]);
    for (const address of mailed) expect(smtp.mailsTo(address)).toHaveLength(1);
    await servers[1].close();

    const [server] = servers;
    server.clock.freeze();
    const now = new Date(server.clock.now() + DAY_MS / 2);
    const address = 'claimed@munjigi.test';
    // Due when the clock is there and not before, or the server would have it first.
    await query(
      server.databaseUrl,
      `INSERT INTO mail_outbox (purpose, user_id, address, language, created_at, due_at)
       VALUES ('email_verification', $1, $2, 'ko', now(), $3)`,
      [server.userId, address, now],
    );
    const until = new Date(now.getTime() + LEASE_MS);
    const queue = server.app.get(MailQueueRepository);
    const claim = { now, until, atMost: 8, except: [] };
    const claims = await Promise.all([queue.claim(claim), queue.claim(claim)]);
    const [claimed, ...others] = claims.flat();
    expect(others).toEqual([]);
    // Who claimed it before has no say any more.
    await queue.postpone({ ...claimed!, attempts: 0 }, new Date(0));
    server.clock.advance(DAY_MS / 2 + LEASE_MS - 1);
    await smtp.waitForMail(await server.enqueue());
    expect(smtp.mailsTo(address)).toEqual([]);
    server.clock.advance(1);
    await smtp.waitForMail(address);
    await server.close();
    await smtp.close();
  });

  it('waits out an outage of the database, of which the log tells once', async () => {
    const smtp = await startSmtpServer();
    const proxy = await startTcpProxy(await createDatabase());
    const server = await startServerWithMail({
      SMTP_URL: smtp.url,
      DATABASE_URL: proxy.url,
    });
    const claim = vi.spyOn(server.app.get(MailQueueRepository), 'claim');
    proxy.refuse();
    await expect
      .poll(() => claim.mock.calls.length, PATIENTLY)
      .toBeGreaterThan(2);
    const told = server.log.filter((line) => line.includes('out of reach'));
    expect(told).toHaveLength(1);
    proxy.restore();
    const address = await vi.waitFor(() => server.enqueue(), PATIENTLY);
    await smtp.waitForMail(address);
    await server.close();
    await proxy.close();
    await smtp.close();
  });

  it('does not come to be where mail is off', async () => {
    const server = await startServerWithMail({ SMTP_URL: '' });
    await server.enqueue();
    expect(await server.outbox()).toEqual([]);
    await server.close();
  });
});
