import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { MailOutbox } from '../../mail/mail-outbox.service.js';
import type { User } from '../../users/user.entity.js';
import { UsersRepository } from '../../users/users.repository.js';
import { unconfirmedAddressOf } from '../../users/verified-email.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { VerificationRequests } from './verification-requests.service.js';

/** What becomes of an account's address when its owner gives another one, or none. */
@Injectable()
export class EmailChange {
  constructor(
    private readonly users: UsersRepository,
    private readonly identities: IdentitiesRepository,
    private readonly tokens: OneTimeTokens,
    private readonly verification: VerificationRequests,
    private readonly outbox: MailOutbox,
    private readonly audit: AuditRepository,
  ) {}

  /**
   * A verified address keeps working until the new one is confirmed, and is told; any other is replaced at once. The
   * verified one given again means that it shall stay; the one that waits to be confirmed goes on waiting.
   *
   * @param user held by the transaction
   * @throws CodedException email_taken
   */
  async change(
    user: User,
    email: string,
    client: Client,
    manager: EntityManager,
  ): Promise<void> {
    if (email === unconfirmedAddressOf(user)) return;
    const owner = await this.users.findIdByVerifiedEmail(email, manager);
    if (owner !== undefined && owner !== user.id)
      throw new CodedException('email_taken');
    await this.tokens.void(user.id, ['email_verification'], manager);
    if (owner === user.id) {
      await this.users.updateProfile(user.id, { pendingEmail: null }, manager);
      return;
    }
    const change = user.emailVerified ? { pendingEmail: email } : { email };
    await this.users.updateProfile(user.id, change, manager);
    await this.verification.request(user.id, email, client, manager);
    if (user.emailVerified)
      await this.tell(user, 'email_change_notice', client, manager);
  }

  /**
   * @param user held by the transaction
   * @throws CodedException last_credential when a password is good for nothing without the address
   */
  async remove(
    user: User,
    client: Client,
    manager: EntityManager,
  ): Promise<void> {
    if (user.email === null) return;
    if (await this.isOnlyLogin(user, manager))
      throw new CodedException('last_credential');
    const none = { email: null, emailVerified: false, emailVerifiedAt: null };
    await this.users.updateProfile(user.id, none, manager);
    await this.tokens.voidAll(user.id, manager);
    if (!user.emailVerified) return;
    await this.tell(user, 'email_removal_notice', client, manager);
    const by = { actorId: user.id, userId: user.id, ip: client.ip };
    const details = { reason: 'removed' };
    await this.audit.insert({ type: 'email.changed', ...by, details }, manager);
  }

  private async isOnlyLogin(
    { id, username, passwordHash }: User,
    manager: EntityManager,
  ): Promise<boolean> {
    if (passwordHash === null || username !== null) return false;
    return !(await this.identities.existsOfUser(id, manager));
  }

  /** The old address hears of it, in case that its owner did not ask (ASVS 5.0 §6.3.7). */
  private async tell(
    { id: userId, email }: User,
    purpose: 'email_change_notice' | 'email_removal_notice',
    { language }: Client,
    manager: EntityManager,
  ): Promise<void> {
    const mail = { purpose, userId, address: email!, language };
    await this.outbox.enqueue(mail, manager);
  }
}
