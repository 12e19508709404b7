import type { OutgoingMail } from '../../mail/mail-transport.js';

/** A mail as `/dev/mail.json` shows it. */
export interface PreviewedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** When it was put in the outbox. */
  readonly at: string;
}

export function toPreviewed({
  to,
  subject,
  text,
  createdAt,
}: OutgoingMail): PreviewedMail {
  return { to, subject, text, at: createdAt.toISOString() };
}
