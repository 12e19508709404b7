import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { PasswordAttempts } from './password-attempts.service.js';

/**
 * Puts a new password in the place of the old one. Sessions end with it, and every mail token and pending address: what
 * somebody else set going before is void.
 */
@Injectable()
export class PasswordReplacement {
  constructor(
    private readonly dataSource: DataSource,
    private readonly sessions: SessionsRepository,
    private readonly identities: IdentitiesRepository,
    private readonly tokens: OneTimeTokens,
    private readonly cache: SessionCache,
    private readonly attempts: PasswordAttempts,
  ) {}

  /**
   * By somebody logged in, whose session goes on.
   * @throws CodedException session_revoked, or invalid_credentials when the password changed meanwhile
   */
  async change(
    caller: { id: string; sessionId: string },
    hashes: { checked: string | null; next: string },
    { ip }: Client,
  ): Promise<void> {
    const { id: userId, sessionId } = caller;
    const isChanged = await this.dataSource.transaction(async (manager) => {
      const by = { userId, ip };
      const changed = await this.sessions.changePassword(
        sessionId,
        by,
        hashes,
        manager,
      );
      if (changed) await this.tokens.voidAll(userId, manager);
      return changed;
    });
    this.cache.evict(userId);
    if (isChanged) return;
    const session = await this.sessions.find(userId, sessionId);
    throw new CodedException(
      session ? 'invalid_credentials' : 'session_revoked',
    );
  }

  /**
   * By whoever opened the mail. The token is used up with the change or not at all. A provider's login that is older
   * than the address' confirmation goes too, or a squatter's would outlive the password (pre-hijacked accounts).
   *
   * @param userId whose the token is said to be
   * @throws CodedException token_invalid
   */
  async reset(
    { userId, token }: { userId: string; token: string },
    next: string,
    { ip }: Client,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await this.identities.unlinkOlderThanAddress(userId, ip, manager);
      const owner = await this.tokens.redeem('password_reset', token, manager);
      const isReset = await this.sessions.resetPassword(
        owner,
        next,
        ip,
        manager,
      );
      if (!isReset) throw new CodedException('token_invalid');
      await this.tokens.voidAll(userId, manager);
    });
    this.cache.evict(userId);
    await this.attempts.forgive(userId);
  }
}
