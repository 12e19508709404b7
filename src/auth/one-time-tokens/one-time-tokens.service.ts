import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { MailOutbox } from '../../mail/mail-outbox.service.js';
import type { MailToWrite } from '../../mail/mail-writers.js';
import { UsersRepository } from '../../users/users.repository.js';
import { TOKEN_PURPOSES, type TokenPurpose } from './one-time-token.entity.js';
import {
  OneTimeTokensRepository,
  type TokenOwner,
} from './one-time-tokens.repository.js';

/** The mails say so, too. */
const LIVES_MS: Record<TokenPurpose, number> = {
  email_verification: 24 * 60 * 60_000,
  password_reset: 20 * 60_000,
};

/** Tokens that travel by mail and are good for one thing, once. Only the mail ever holds one; the database has its hash. */
@Injectable()
export class OneTimeTokens {
  constructor(
    private readonly repository: OneTimeTokensRepository,
    private readonly outbox: MailOutbox,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  /** A new token for a mail being written; undefined when the mail is void, or its user may not have one. */
  async mint(
    purpose: TokenPurpose,
    mail: MailToWrite,
  ): Promise<string | undefined> {
    const now = this.clock.now();
    await this.repository.deleteExpired(new Date(now));
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(now + LIVES_MS[purpose]);
    const isMinted = await this.repository.insert(mail, {
      hash: hashOf(token),
      expiresAt,
    });
    return isMinted ? token : undefined;
  }

  /** Whose a token is, before anything is done with it. @throws CodedException token_invalid */
  async inspect(purpose: TokenPurpose, token: string): Promise<TokenOwner> {
    const now = new Date(this.clock.now());
    const owner = await this.repository.find(hashOf(token), purpose, now);
    if (!owner) throw new CodedException('token_invalid');
    return owner;
  }

  /**
   * Uses a token up. Its owner's row is held until the transaction ends.
   * @throws CodedException token_invalid
   */
  async redeem(
    purpose: TokenPurpose,
    token: string,
    manager: EntityManager,
  ): Promise<TokenOwner> {
    const now = new Date(this.clock.now());
    const hash = hashOf(token);
    const owner = await this.repository.consume(hash, purpose, now, manager);
    if (!owner) throw new CodedException('token_invalid');
    return owner;
  }

  /** Mails that have not gone first: what is minted for one until then, the next statement sees and deletes. */
  async void(
    userId: string,
    purposes: readonly TokenPurpose[],
    manager: EntityManager,
  ): Promise<void> {
    await this.outbox.discard(userId, purposes, manager);
    await this.repository.deleteByUser(userId, purposes, manager);
  }

  /** Whatever was mailed or is pending for the account means nothing any more. */
  async voidAll(userId: string, manager: EntityManager): Promise<void> {
    await this.void(userId, TOKEN_PURPOSES, manager);
    await this.users.updateProfile(userId, { pendingEmail: null }, manager);
  }
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
