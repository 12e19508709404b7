import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { User } from '../../users/user.entity.js';

/** Few enough for one statement, however much has happened to a user. */
const BATCH = 10_000;

/** A batch of the events about a user or by one, further on than $2: their addresses go. */
const ERASE = `
  WITH about AS (
    SELECT position FROM audit_events
    WHERE user_id = $1 AND position > $2 ORDER BY position LIMIT ${BATCH}
  ), by AS (
    SELECT position FROM audit_events
    WHERE actor_id = $1 AND actor_id IS DISTINCT FROM user_id AND position > $2 ORDER BY position LIMIT ${BATCH}
  ), batch AS (
    SELECT position FROM (TABLE about UNION ALL TABLE by) AS either ORDER BY position LIMIT ${BATCH}
  ), erased AS (
    UPDATE audit_events SET ip = NULL FROM batch
    WHERE audit_events.position = batch.position AND ip IS NOT NULL
  )
  SELECT max(position) AS last FROM batch`;

/** The addresses are those of events that came after the batches. */
const DELETE = `
  WITH deleted AS (
    DELETE FROM users WHERE id = $1 RETURNING id
  ), erased AS (
    UPDATE audit_events SET ip = NULL
    WHERE ip IS NOT NULL AND (user_id = $1 OR (actor_id = $1 AND actor_id IS DISTINCT FROM user_id))
  )
  INSERT INTO audit_events (type, actor_id, user_id)
  SELECT 'user.deleted', $2, id FROM deleted`;

/** The statements by which a user goes. Each belongs to the transaction of the deletion. */
@Injectable()
export class UserDeletionRepository {
  /** Before anything is locked that others wait for: it takes its time where much has happened. */
  async eraseAddresses(userId: string, manager: EntityManager): Promise<void> {
    let last: string | null = '0';
    while (last !== null) {
      const [row]: [{ last: string | null }] = await manager.query(ERASE, [
        userId,
        last,
      ]);
      ({ last } = row);
    }
  }

  /** In the order in which a login by an identity locks them, or the two could wait for each other. */
  async lockIdentities(userId: string, manager: EntityManager): Promise<void> {
    await manager.query(
      'SELECT 1 FROM identities WHERE user_id = $1 ORDER BY provider FOR UPDATE',
      [userId],
    );
  }

  /** Who the user is at Kakao now: a link may have come before the lock on the user, which keeps out further ones. */
  async findKakaoId(
    userId: string,
    manager: EntityManager,
  ): Promise<string | undefined> {
    const [row] = await manager.query<{ id: string }[]>(
      `SELECT provider_user_id AS id FROM identities WHERE provider = 'kakao' AND user_id = $1`,
      [userId],
    );
    return row?.id;
  }

  /** Null when there is none. Nothing that refers to the user is added from now on. */
  lock(userId: string, manager: EntityManager): Promise<User | null> {
    return manager.findOne(User, {
      where: { id: userId },
      lock: { mode: 'pessimistic_write' },
    });
  }

  /** What happened stays on record; where from, which is personal, does not. */
  async delete(
    userId: string,
    actorId: string,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query(DELETE, [userId, actorId]);
  }
}
