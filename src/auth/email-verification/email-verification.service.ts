import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { UsersRepository } from '../../users/users.repository.js';
import {
  isTakenAddress,
  unconfirmedAddressOf,
} from '../../users/verified-email.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionCache } from '../sessions/session-cache.js';

/** Finds out whose an address is: whoever opens the mail that goes there. Until then it is nobody's. */
@Injectable()
export class EmailVerification {
  constructor(
    private readonly dataSource: DataSource,
    private readonly tokens: OneTimeTokens,
    private readonly users: UsersRepository,
    private readonly audit: AuditRepository,
    private readonly cache: SessionCache,
  ) {}

  /**
   * Makes the address the token was mailed to its user's own. Other mails and changes of the account are void then, or
   * whoever typed in a wrong address first could confirm that one later.
   *
   * @throws CodedException token_invalid; email_taken when another account has verified the address meanwhile
   */
  async confirm(token: string, { ip }: Client): Promise<void> {
    const userId = await this.dataSource.transaction(async (manager) => {
      const owner = await this.tokens.redeem(
        'email_verification',
        token,
        manager,
      );
      const user = await this.users.lockById(owner.userId, manager);
      const isOpen = user && unconfirmedAddressOf(user) === owner.email;
      if (!isOpen || user.status !== 'active')
        throw new CodedException('token_invalid');
      await this.verify(user.id, owner.email, manager);
      await this.tokens.voidAll(user.id, manager);
      const type = user.emailVerified ? 'email.changed' : 'email.verified';
      const by = { actorId: user.id, userId: user.id, ip };
      await this.audit.insert({ type, ...by }, manager);
      return user.id;
    });
    this.cache.evict(userId);
  }

  private async verify(
    userId: string,
    email: string,
    manager: EntityManager,
  ): Promise<void> {
    try {
      await this.users.setVerifiedEmail(userId, email, manager);
    } catch (error) {
      if (isTakenAddress(error)) throw new CodedException('email_taken');
      throw error;
    }
  }
}
