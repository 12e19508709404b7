import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { UserChanges } from '../../src/auth/sessions/user-changes.js';
import { layOut } from '../../src/mail/mail-layout.js';
import { MailOutbox } from '../../src/mail/mail-outbox.service.js';
import { MailWriters } from '../../src/mail/mail-writers.js';
import { query } from './databases.js';
import { startServer, type TestServer } from './server.js';

/** In every mail of the tests, and fit to be looked for where it must not be. */
export const TOKEN = 'tOkEn-0f-A-Mail';
export const SUBJECT = '주소를 확인해 주세요';
const PURPOSE = 'email_verification';

/** A server that sends mails of the tests' own, to somebody there is. */
export interface MailTestServer extends TestServer {
  readonly userId: string;
  /** Puts a mail in the outbox; its address. */
  enqueue(address?: string): Promise<string>;
  /** What is in the outbox, each row as text. */
  outbox(): Promise<string[]>;
  /** Lines that are at least warnings, but for those of the listener: on a busy machine it may lose its connection. */
  complaints(): string[];
}

export async function startServerWithMail(
  env: Record<string, string>,
): Promise<MailTestServer> {
  const server = await startServer(env);
  server.app.get(MailWriters).register(PURPOSE, async ({ id, language }) =>
    layOut({
      language,
      subject: SUBJECT,
      paragraphs: ['안녕하세요'],
      link: { label: '확인', url: `https://munjigi.test/#${TOKEN}-${id}` },
      footer: '끝',
    }),
  );
  const { body } = await server.client().register();
  const userId: string = body.user.id;
  return {
    ...server,
    userId,
    enqueue: async (address = `${randomUUID()}@munjigi.test`) => {
      const mail = {
        purpose: PURPOSE,
        userId,
        address,
        language: 'ko',
      } as const;
      await server.app
        .get(DataSource)
        .transaction((manager) =>
          server.app.get(MailOutbox).enqueue(mail, manager),
        );
      return address;
    },
    outbox: async () => {
      const rows = await query<{ text: string }>(
        server.databaseUrl,
        'SELECT mail_outbox::text AS text FROM mail_outbox ORDER BY id',
      );
      return rows.map(({ text }) => text);
    },
    complaints: () =>
      server.log.filter((line) => {
        const { level, context } = JSON.parse(line);
        return level >= 40 && context !== UserChanges.name;
      }),
  };
}
