import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { AuditRepository } from '../../audit/audit.repository.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { type Actor, StandingLocks } from './standing-locks.js';
import {
  type Standing,
  UserStandingRepository,
} from './user-standing.repository.js';

/** Who changes somebody's standing, and from where, for the audit. */
interface Changer extends Actor {
  readonly ip: string;
}

/** Gives and takes roles, disables and enables accounts, ends their sessions. Disabling does that too, and voids what was mailed. */
@Injectable()
export class UserStanding {
  constructor(
    private readonly repository: UserStandingRepository,
    private readonly locks: StandingLocks,
    private readonly audit: AuditRepository,
    private readonly tokens: OneTimeTokens,
    private readonly sessions: SessionsRepository,
    private readonly cache: SessionCache,
  ) {}

  /** @throws CodedException not_found, forbidden, session_revoked, last_admin */
  async change(
    userId: string,
    wish: Partial<Standing>,
    by: Changer,
  ): Promise<void> {
    const removesAdmin = wish.role === 'user' || wish.status === 'disabled';
    const act = { userId, by, removesAdmin };
    await this.locks.transaction(act, async (manager, from) => {
      const to = {
        role: wish.role ?? from.role,
        status: wish.status ?? from.status,
      };
      await this.repository.update(userId, to, manager);
      if (to.status === 'disabled') await this.tokens.voidAll(userId, manager);
      await this.record({ userId, from, to }, by, manager);
    });
    this.cache.evict(userId);
  }

  /** Logs the user out everywhere. @throws CodedException not_found, forbidden, session_revoked */
  async endSessions(userId: string, by: Changer): Promise<void> {
    const act = { userId, by, removesAdmin: false };
    await this.locks.transaction(act, (manager) =>
      this.sessions.endAll({ userId, ip: by.ip }, by.id, manager),
    );
    this.cache.evict(userId);
  }

  /** What stays as it was is no event. */
  private async record(
    { userId, from, to }: { userId: string; from: Standing; to: Standing },
    { id: actorId, ip }: Changer,
    manager: EntityManager,
  ): Promise<void> {
    for (const member of ['role', 'status'] as const) {
      if (from[member] === to[member]) continue;
      const type = `${member}.changed` as const;
      const details = { from: from[member], to: to[member] };
      const event = { type, userId, actorId, ip, details };
      await this.audit.insert(event, manager);
    }
  }
}
