import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { MailOutbox } from '../../mail/mail-outbox.service.js';
import { UsersRepository } from '../../users/users.repository.js';
import { NewPasswords } from '../credentials/new-passwords.service.js';
import { PasswordReplacement } from '../credentials/password-replacement.service.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';

/** A new password, or a first one, for whoever reads the account's mail. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly outbox: MailOutbox,
    private readonly tokens: OneTimeTokens,
    private readonly newPasswords: NewPasswords,
    private readonly replacement: PasswordReplacement,
  ) {}

  /**
   * Queues a mail to the address as its owner verified it, never as typed here: two texts can be one in lower case
   * (CVE-2019-19844). For an address that is nobody's a row is written as well, so that both take as long.
   */
  async request(typed: string, { language }: Client): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const user = await this.users.lockActiveByVerifiedEmail(typed, manager);
      const { id: userId, email: address } = user ?? { id: null, email: typed };
      const purpose = 'password_reset';
      const mail = { purpose, userId, address, language } as const;
      await this.outbox.enqueue(mail, manager);
    });
  }

  /**
   * The token is looked at first, before a hash is paid for, and used up last, so that a refused password leaves it good.
   * @throws CodedException token_invalid, validation_failed, password_too_weak
   */
  async reset(
    { token, newPassword }: { token: string; newPassword: string },
    client: Client,
  ): Promise<void> {
    const { userId } = await this.tokens.inspect('password_reset', token);
    const user = await this.users.findById(userId);
    if (!user) throw new CodedException('token_invalid');
    const next = await this.newPasswords.accept(
      newPassword,
      user,
      'newPassword',
    );
    await this.replacement.reset(token, next, client);
  }
}
