import { createTransport } from 'nodemailer';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type { Mailbox } from '../config/config.js';
import { MailTransport, type OutgoingMail } from './mail-transport.js';

const WAIT_MS = 5_000;
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[?::1\]?)$/i;

/** What no option in `SMTP_URL` changes. */
const FIXED = {
  // A connection for each mail, so that one that hangs holds up no other.
  pool: false,
  connectionTimeout: WAIT_MS,
  dnsTimeout: WAIT_MS,
  greetingTimeout: WAIT_MS,
  socketTimeout: WAIT_MS,
  // Its log has the mails in it, and so their tokens.
  logger: false,
  debug: false,
  // Nothing in a mail makes this server read a file or call anybody (CWE-918).
  disableFileAccess: true,
  disableUrlAccess: true,
};

/** Sends over SMTP, by nodemailer. */
export class SmtpTransport extends MailTransport {
  private readonly transporter;
  private readonly domain: string;

  constructor(
    smtpUrl: string,
    private readonly from: Mailbox,
  ) {
    super();
    const options = parseConnectionUrl(smtpUrl);
    this.transporter = createTransport({
      ...options,
      ...FIXED,
      // A relay on this machine has a certificate that nobody signed, and a way that nobody listens on.
      ...(LOOPBACK.test(options.host ?? '') && {
        tls: { rejectUnauthorized: false, ...options.tls },
      }),
    });
    this.domain = from.address.slice(from.address.lastIndexOf('@') + 1);
  }

  override async send(mail: OutgoingMail, signal: AbortSignal): Promise<void> {
    const { id, createdAt, to, language, subject, text, html } = mail;
    await this.transporter.sendMail({
      from: this.from,
      // An object is taken as it is; a text would be parsed, and could name several people.
      to: { name: '', address: to },
      subject,
      text,
      html,
      // The same at each attempt: a mail that arrives twice, because we never heard that it was taken, is known as one.
      messageId: `<${id}.${createdAt.getTime()}@${this.domain}>`,
      // RFC 3834: no holiday notice answers.
      headers: {
        'Auto-Submitted': 'auto-generated',
        'Content-Language': language,
      },
      signal,
    });
  }
}
