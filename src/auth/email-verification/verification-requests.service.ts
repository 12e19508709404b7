import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Client } from '../../common/http/client.decorator.js';
import { MailOutbox } from '../../mail/mail-outbox.service.js';
import { UsersRepository } from '../../users/users.repository.js';
import { unconfirmedAddressOf } from '../../users/verified-email.js';
import { MailboxLimit } from '../limits/mailbox-limit.js';

/** Asks by mail whether an address is its account's. */
@Injectable()
export class VerificationRequests {
  private readonly logger = new Logger(VerificationRequests.name);

  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly outbox: MailOutbox,
    private readonly mailboxes: MailboxLimit,
  ) {}

  /** @param manager the transaction in which the address became the account's to confirm */
  async request(
    userId: string,
    address: string,
    client: Client,
    manager: EntityManager,
  ): Promise<void> {
    if (!(await this.mailboxes.takeVerification(address)))
      return this.noteLimit();
    await this.enqueue(userId, address, client, manager);
  }

  /** Asks once more, if an address waits to be confirmed. */
  async resend(userId: string, client: Client): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const user = await this.users.lockById(userId, manager);
      const address = user && unconfirmedAddressOf(user);
      if (!address) return;
      if (!(await this.mailboxes.takeResent(address))) return this.noteLimit();
      await this.enqueue(userId, address, client, manager);
    });
  }

  private noteLimit(): void {
    this.logger.debug('no mail: the mailbox gets no more this hour');
  }

  private async enqueue(
    userId: string,
    address: string,
    { language }: Client,
    manager: EntityManager,
  ): Promise<void> {
    const purpose = 'email_verification';
    await this.outbox.enqueue({ purpose, userId, address, language }, manager);
  }
}
