import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { LastAdmin } from '../../users/last-admin.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import {
  type Standing,
  UserStandingRepository,
} from './user-standing.repository.js';

/** Who changes somebody's standing, for the audit. */
interface Changer {
  readonly actorId: string;
  readonly ip: string;
}

/** Gives and takes roles, disables and enables accounts. Disabling ends every session, and voids what was mailed. */
@Injectable()
export class UserStanding {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: UserStandingRepository,
    private readonly lastAdmin: LastAdmin,
    private readonly audit: AuditRepository,
    private readonly tokens: OneTimeTokens,
    private readonly cache: SessionCache,
  ) {}

  /** @throws CodedException not_found, last_admin */
  async change(
    userId: string,
    wish: Partial<Standing>,
    by: Changer,
  ): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      if (wish.role === 'user' || wish.status === 'disabled')
        await this.lastAdmin.protect(userId, manager);
      const from = await this.repository.lock(userId, manager);
      if (!from) throw new CodedException('not_found');
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

  /** What stays as it was is no event. */
  private async record(
    { userId, from, to }: { userId: string; from: Standing; to: Standing },
    by: Changer,
    manager: EntityManager,
  ): Promise<void> {
    for (const member of ['role', 'status'] as const) {
      if (from[member] === to[member]) continue;
      const details = { from: from[member], to: to[member] };
      const type = `${member}.changed` as const;
      await this.audit.insert({ type, userId, ...by, details }, manager);
    }
  }
}
