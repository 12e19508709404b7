import { Injectable } from '@nestjs/common';
import type { MailContent } from './mail-content.js';
import type { MailPurpose, QueuedMail } from './queued-mail.entity.js';

/** A mail to be written: the row of the outbox, whose user is known. */
export type MailToWrite = Pick<QueuedMail, 'id' | 'address' | 'language'> & {
  readonly userId: string;
};

/** Writes the mail as it goes; undefined when it has nothing to say any more, and is dropped. */
export type MailWriter = (
  mail: MailToWrite,
) => Promise<MailContent | undefined>;

/** Who writes the mails of each purpose. Whoever sends mails registers here when the application starts. */
@Injectable()
export class MailWriters {
  private readonly writers = new Map<MailPurpose, MailWriter>();

  register(purpose: MailPurpose, writer: MailWriter): void {
    this.writers.set(purpose, writer);
  }

  find(purpose: MailPurpose): MailWriter | undefined {
    return this.writers.get(purpose);
  }
}
