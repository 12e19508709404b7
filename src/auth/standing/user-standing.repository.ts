import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { type Role, User, type UserStatus } from '../../users/user.entity.js';

/** What a user may do here: the role, and whether the account may be used at all. */
export interface Standing {
  readonly role: Role;
  readonly status: UserStatus;
}

const ACTIVE_ADMIN = { role: 'admin', status: 'active' } as const;

export function isActiveAdmin({ role, status }: Standing): boolean {
  return role === 'admin' && status === 'active';
}

/** The statements on a user's role and status. Each belongs to the transaction of the change. */
@Injectable()
export class UserStandingRepository {
  /** As it is now, held by nobody. */
  find(userId: string, manager: EntityManager): Promise<Standing | null> {
    return manager.findOne(User, {
      select: { role: true, status: true },
      where: { id: userId },
    });
  }

  /** These users and all active administrators, held by nobody: in one statement, so that it is one moment that is seen. */
  findWithAdmins(
    ids: readonly string[],
    manager: EntityManager,
  ): Promise<User[]> {
    return manager.find(User, { where: [{ id: In(ids) }, ACTIVE_ADMIN] });
  }

  /** These users, and all active administrators if need be: in one statement and one order, so that no two wait for each other. */
  lock(
    ids: readonly string[],
    withAdmins: boolean,
    manager: EntityManager,
  ): Promise<User[]> {
    return manager.find(User, {
      where: [{ id: In(ids) }, ...(withAdmins ? [ACTIVE_ADMIN] : [])],
      order: { id: 'ASC' },
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
