import { randomUUID } from 'node:crypto';
import type { Email } from 'postal-mime';
import { query } from './databases.js';
import { startServer, type TestServer } from './server.js';
import { type SmtpTestServer, startSmtpServer } from './smtp.js';
import type { Answer, TestClient } from './test-client.js';

export const VERIFY_PATH = '/api/auth/email/verify';
export const RESEND_PATH = '/api/auth/email/resend';
export const FORGOT_PATH = '/api/auth/password/forgot';
export const RESET_PATH = '/api/auth/password/reset';
export const CHANGE_PATH = '/api/auth/password/change';
export const ME_PATH = '/api/users/me';
export const NEXT_PASSWORD = 'three blue kites at noon';

/** The application, and where its mails arrive. */
export interface MailedServer {
  readonly server: TestServer;
  readonly smtp: SmtpTestServer;
  close(): Promise<void>;
}

export async function startMailedServer(
  start: (env: Record<string, string>) => Promise<TestServer> = startServer,
): Promise<MailedServer> {
  const smtp = await startSmtpServer();
  const server = await start({ SMTP_URL: smtp.url });
  const close = async () => {
    await server.close();
    await smtp.close();
  };
  return { server, smtp, close };
}

export function newAddress(): string {
  return `mail-${randomUUID()}@example.com`;
}

/** The token of the link, which stands on a line of its own. */
export function tokenIn({ text }: Email): string {
  const link =
    /^http:\/\/localhost:3000\/(?:verify-email|reset-password)\?token=([\w-]{43})$/m;
  return link.exec(text!)![1]!;
}

/** The token in the newest of so many mails to the address. */
export async function mailedToken(
  { smtp }: Pick<MailedServer, 'smtp'>,
  address: string,
  count?: number,
): Promise<string> {
  return tokenIn(await smtp.waitForMail(address, count));
}

/** Somebody who registered with the address and opened the mail. */
export async function verifiedPerson(
  all: Pick<MailedServer, 'server' | 'smtp'>,
  email: string,
): Promise<TestClient> {
  const person = all.server.client();
  await person.register({ email });
  const token = await mailedToken(all, email);
  expect(outcomeOf(await person.post(VERIFY_PATH, { token }))).toBe('204');
  return person;
}

/** Waits until every mail that was queued has gone, or was dropped. */
export async function outboxEmpty({ databaseUrl }: TestServer): Promise<void> {
  await vi.waitFor(
    async () =>
      expect(await query(databaseUrl, 'SELECT 1 FROM mail_outbox')).toEqual([]),
    { timeout: 15_000 },
  );
}

/** All that a token could have changed. */
export async function allUsers({ databaseUrl }: TestServer): Promise<unknown> {
  return query(databaseUrl, 'SELECT * FROM users ORDER BY id');
}

export async function auditOf(
  { databaseUrl }: TestServer,
  type: string,
  username: string,
): Promise<number> {
  const rows = await query(
    databaseUrl,
    `SELECT 1 FROM audit_events WHERE type = $1
     AND user_id = (SELECT id FROM users WHERE username = $2)`,
    [type, username],
  );
  return rows.length;
}

/** The outcome in short: `204`, or the status and the code of the refusal. */
export function outcomeOf({ status, body }: Answer): string {
  return body?.code ? `${status} ${body.code}` : String(status);
}
