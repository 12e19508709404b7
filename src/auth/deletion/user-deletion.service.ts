import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { User } from '../../users/user.entity.js';
import { KakaoLinks } from '../kakao/kakao-links.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import { Overtaken, untilNotOvertaken } from '../standing/overtaken.js';
import { type Actor, StandingLocks } from '../standing/standing-locks.js';
import { USER_DELETED, UserDeleted } from './user-deleted.event.js';
import { UserDeletionRepository } from './user-deletion.repository.js';

type Handler = (event: UserDeleted) => Promise<void>;

/** What the caller had when the deletion of the own account was confirmed. */
interface Confirmation {
  readonly sessionId: string;
  /** The stored hash the password was checked against; null where there is none. */
  readonly passwordHash: string | null;
}

/** Whose account goes; the administrator who deletes it, where it is not the own one. */
interface Departure {
  readonly userId: string;
  readonly by?: Actor;
}

/** Throws unless the user may go: asked before Kakao is told, and again once the user is locked. */
type Check = (user: User | null) => void;

/** Deletes users, with all that is kept of them. */
@Injectable()
export class UserDeletion {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: UserDeletionRepository,
    private readonly locks: StandingLocks,
    private readonly kakao: KakaoLinks,
    private readonly events: EventEmitter2,
    private readonly cache: SessionCache,
  ) {}

  /** By an administrator. @throws CodedException last_admin, kakao_unavailable, not_found, forbidden, session_revoked */
  async delete(userId: string, by: Actor): Promise<void> {
    await this.depart({ userId, by }, (user) => {
      if (!user) throw new CodedException('not_found');
    });
  }

  /**
   * Of the own account. A logout or a new password since the confirmation wins.
   * @throws CodedException last_admin, kakao_unavailable, invalid_credentials, session_revoked
   */
  async deleteOwn(
    userId: string,
    { sessionId, passwordHash }: Confirmation,
  ): Promise<void> {
    await this.depart({ userId }, (user) => {
      const isLive =
        user?.status === 'active' &&
        Object.hasOwn(user.refreshTokens, sessionId);
      if (!isLive) throw new CodedException('session_revoked');
      if (user.passwordHash !== passwordHash)
        throw new CodedException('invalid_credentials');
    });
  }

  private async depart(departure: Departure, check: Check): Promise<void> {
    await untilNotOvertaken(async () => {
      check(await this.locks.foresee(departure));
      // Told first: should Kakao not answer, nothing has changed and the caller tries again.
      const toldId = await this.kakao.takeLeave(departure.userId);
      await this.dataSource.transaction((manager) =>
        this.remove(departure, { check, toldId }, manager),
      );
    });
    this.cache.evict(departure.userId);
  }

  /** @throws Overtaken when Kakao has to be told of somebody else */
  private async remove(
    { userId, by }: Departure,
    { check, toldId }: { check: Check; toldId: string | undefined },
    manager: EntityManager,
  ): Promise<void> {
    await this.repository.eraseAddresses(userId, manager);
    await this.repository.lockIdentities(userId, manager);
    await this.locks.hold({ userId, by, removesAdmin: true }, manager);
    check(await this.repository.lock(userId, manager));
    const kakaoId = await this.repository.findKakaoId(userId, manager);
    if (kakaoId !== toldId) throw new Overtaken();
    await this.announce(new UserDeleted(userId, manager));
    await this.repository.delete(userId, by?.id ?? userId, manager);
  }

  /** One after the other: they share a connection, and after one has failed none may write past the rollback. */
  private async announce(event: UserDeleted): Promise<void> {
    const handlers = this.events.listeners(USER_DELETED) as Handler[];
    for (const remove of handlers) await remove(event);
  }
}
