import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { User } from '../../users/user.entity.js';
import { Overtaken, untilNotOvertaken } from './overtaken.js';
import {
  isActiveAdmin,
  type Standing,
  UserStandingRepository,
} from './user-standing.repository.js';

/** The session of an administrator who acts. */
export interface Actor {
  readonly id: string;
  readonly sessionId: string;
}

/** Whom somebody acts on. */
interface Target {
  readonly userId: string;
  /** Left out where users act on themselves. */
  readonly by?: Actor;
}

/** What is about to happen to a user. */
interface Act extends Target {
  /** Whether the user will not be an active administrator afterwards. */
  readonly removesAdmin: boolean;
}

/** Keeps those still on whom it depends whether somebody may be acted on, and asks whether it may be. */
@Injectable()
export class StandingLocks {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: UserStandingRepository,
  ) {}

  /**
   * Acts on a user in one transaction.
   * @throws CodedException not_found, forbidden, session_revoked, last_admin
   */
  async transaction(
    act: Act,
    change: (manager: EntityManager, from: Standing) => Promise<void>,
  ): Promise<void> {
    await untilNotOvertaken(() =>
      this.dataSource.transaction(async (manager) => {
        const from = await this.hold(act, manager);
        if (!from) throw new CodedException('not_found');
        await change(manager, from);
      }),
    );
  }

  /**
   * Of the user, null when there is none. Two administrators who remove each other wait here, and the second sees
   * what the first has done; nobody else's row is locked where no administrator may be lost.
   *
   * @throws CodedException forbidden, session_revoked, last_admin
   * @throws Overtaken when the user has become an administrator meanwhile
   */
  async hold(
    { userId, by, removesAdmin }: Act,
    manager: EntityManager,
  ): Promise<Standing | null> {
    const known = removesAdmin && (await this.repository.find(userId, manager));
    const withAdmins = Boolean(known && isActiveAdmin(known));
    const ids = idsOf({ userId, by });
    const held = await this.repository.lock(ids, withAdmins, manager);
    if (by) requireAdmin(held, by);
    const user = held.find(({ id }) => id === userId);
    if (removesAdmin && user && isActiveAdmin(user)) {
      if (!withAdmins) throw new Overtaken();
      requireAnotherAdmin(held, userId);
    }
    return user ?? null;
  }

  /**
   * The user, who could be removed now; null when there is none. Only a look: before what can't be taken back, and
   * without waiting for anybody.
   *
   * @throws CodedException forbidden, session_revoked, last_admin
   */
  async foresee({ userId, by }: Target): Promise<User | null> {
    const seen = await this.repository.findWithAdmins(
      idsOf({ userId, by }),
      this.dataSource.manager,
    );
    if (by) requireAdmin(seen, by);
    requireAnotherAdmin(seen, userId);
    return seen.find(({ id }) => id === userId) ?? null;
  }
}

function idsOf({ userId, by }: Target): string[] {
  return by ? [userId, by.id] : [userId];
}

/** The guard looked before the locks; whoever was demoted, disabled or logged out since then loses. */
function requireAdmin(held: readonly User[], { id, sessionId }: Actor): void {
  const actor = held.find((user) => user.id === id);
  const isLive =
    actor?.status === 'active' && Object.hasOwn(actor.refreshTokens, sessionId);
  if (!isLive) throw new CodedException('session_revoked');
  if (actor.role !== 'admin') throw new CodedException('forbidden');
}

/** Without an administrator nobody could make one: the last cannot go. */
function requireAnotherAdmin(seen: readonly User[], userId: string): void {
  const admins = seen.filter(isActiveAdmin);
  if (admins.length === 1 && admins[0]!.id === userId)
    throw new CodedException('last_admin');
}
