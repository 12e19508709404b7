import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import { LastAdmin } from '../../users/last-admin.js';
import { KakaoLinks } from '../kakao/kakao-links.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import { USER_DELETED, UserDeleted } from './user-deleted.event.js';
import {
  type Confirmation,
  UserDeletionRepository,
} from './user-deletion.repository.js';

type Handler = (event: UserDeleted) => Promise<void>;

/** Deletes users, with all that is kept of them. */
@Injectable()
export class UserDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: UserDeletionRepository,
    private readonly lastAdmin: LastAdmin,
    private readonly kakao: KakaoLinks,
    private readonly events: EventEmitter2,
    private readonly cache: SessionCache,
  ) {}

  /** @throws CodedException last_admin, kakao_unavailable, not_found */
  async delete(userId: string, actorId: string): Promise<void> {
    const isDeleted = await this.depart(userId, actorId, (manager) =>
      this.repository.lock(userId, manager),
    );
    if (!isDeleted) throw new CodedException('not_found');
  }

  /**
   * Of the own account. A logout or a new password since the confirmation wins.
   * @throws CodedException last_admin, kakao_unavailable, invalid_credentials, session_revoked
   */
  async deleteOwn(userId: string, confirmation: Confirmation): Promise<void> {
    const isDeleted = await this.depart(userId, userId, (manager) =>
      this.repository.lockConfirmed(userId, confirmation, manager),
    );
    if (isDeleted) return;
    const live = await this.cache.find(userId, confirmation.sessionId);
    throw new CodedException(live ? 'invalid_credentials' : 'session_revoked');
  }

  /** Kakao is told first: should it not answer, nothing has changed and the caller tries again. */
  private async depart(
    userId: string,
    actorId: string,
    lock: (manager: EntityManager) => Promise<boolean>,
  ): Promise<boolean> {
    await this.lastAdmin.protect(userId);
    await this.kakao.takeLeave(userId);
    const isDeleted = await this.dataSource.transaction(async (manager) => {
      await this.repository.eraseAddresses(userId, manager);
      await this.repository.lockIdentities(userId, manager);
      await this.lastAdmin.protect(userId, manager);
      if (!(await lock(manager))) return false;
      await this.announce(new UserDeleted(userId, manager));
      await this.repository.delete(userId, actorId, manager);
      return true;
    });
    this.cache.evict(userId);
    return isDeleted;
  }

  /** One after the other: they share a connection, and after one has failed none may write past the rollback. */
  private async announce(event: UserDeleted): Promise<void> {
    const handlers = this.events.listeners(USER_DELETED) as Handler[];
    for (const remove of handlers) await remove(event);
  }
}
