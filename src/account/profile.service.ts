import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import {
  type AuthUser,
  EmailChange,
  SessionCache,
  WindowLimits,
} from '../auth/index.js';
import { CodedException } from '../common/errors/coded.exception.js';
import type { Client } from '../common/http/client.decorator.js';
import { defaultNickname } from '../users/user-fields.js';
import type { User } from '../users/user.entity.js';
import { UsersRepository } from '../users/users.repository.js';
import type { UpdateProfileDto } from './dto/update-profile.dto.js';

/** What people change about themselves. */
@Injectable()
export class ProfileService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly emailChange: EmailChange,
    private readonly sessions: SessionCache,
    private readonly limits: WindowLimits,
  ) {}

  /**
   * Changes what is given, all or nothing.
   * @throws CodedException email_taken, last_credential, session_revoked, rate_limited
   */
  async update(
    caller: AuthUser,
    { nickname, email }: UpdateProfileDto,
    client: Client,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const user = await this.lock(caller, manager);
      if (nickname !== undefined) await this.rename(user, nickname, manager);
      if (email === null) await this.emailChange.remove(user, client, manager);
      else if (email !== undefined)
        await this.giveAddress(user, email, client, manager);
    });
    this.sessions.evict(caller.id);
  }

  /** A session that ends meanwhile is waited for, and then changes nothing: a new password wins over its thief. */
  private async lock(
    { id, sessionId }: AuthUser,
    manager: EntityManager,
  ): Promise<User> {
    const user = await this.users.lockById(id, manager);
    const isLive =
      user?.status === 'active' && Object.hasOwn(user.refreshTokens, sessionId);
    if (!isLive) throw new CodedException('session_revoked');
    return user;
  }

  /** Each new address is a stranger's until proven otherwise, and gets a mail. */
  private async giveAddress(
    user: User,
    email: string,
    client: Client,
    manager: EntityManager,
  ): Promise<void> {
    if (email !== user.email && email !== user.pendingEmail)
      await this.limits.spend('address-change', user.id);
    await this.emailChange.change(user, email, client, manager);
  }

  private async rename(
    { id, username }: User,
    nickname: string | null,
    manager: EntityManager,
  ): Promise<void> {
    const next = nickname?.trim() ?? defaultNickname(username);
    await this.users.updateProfile(id, { nickname: next }, manager);
  }
}
