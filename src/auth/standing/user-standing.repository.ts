import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { type Role, User, type UserStatus } from '../../users/user.entity.js';

/** What a user may do here: the role, and whether the account may be used at all. */
export interface Standing {
  readonly role: Role;
  readonly status: UserStatus;
}

/** The statements on a user's role and status. Each belongs to the transaction of the change. */
@Injectable()
export class UserStandingRepository {
  /** Null when there is no such user. */
  lock(userId: string, manager: EntityManager): Promise<Standing | null> {
    return manager.findOne(User, {
      select: { role: true, status: true },
      where: { id: userId },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /** Who is disabled has no session left. */
  async update(
    userId: string,
    { role, status }: Standing,
    manager: EntityManager,
  ): Promise<void> {
    const ended = status === 'disabled' && { refreshTokens: {} };
    await manager.update(User, { id: userId }, { role, status, ...ended });
  }
}
