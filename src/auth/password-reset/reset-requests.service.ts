import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Client } from '../../common/http/client.decorator.js';
import { MailOutbox } from '../../mail/mail-outbox.service.js';
import { UsersRepository } from '../../users/users.repository.js';
import { MailboxLimit } from '../limits/mailbox-limit.js';

/** Takes the word that a password was forgotten, and tells nobody what comes of it. */
@Injectable()
export class ResetRequests {
  private readonly logger = new Logger(ResetRequests.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly outbox: MailOutbox,
    private readonly mailboxes: MailboxLimit,
  ) {}

  /**
   * Queues a mail to the address as its owner verified it, never as typed here: two texts can be one in lower case
   * (CVE-2019-19844). For an address that is nobody's a row is written as well, so that both take as long.
   */
  async request(typed: string, { language }: Client): Promise<void> {
    if (!(await this.mailboxes.takeReset(typed)))
      return this.logger.debug('no mail: the mailbox gets no more this hour');
    await this.dataSource.transaction(async (manager) => {
      const user = await this.users.lockActiveByVerifiedEmail(typed, manager);
      const { id: userId, email: address } = user ?? { id: null, email: typed };
      const purpose = 'password_reset';
      const mail = { purpose, userId, address, language } as const;
      await this.outbox.enqueue(mail, manager);
    });
  }
}
