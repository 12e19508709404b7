import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { namedQuery } from '../common/named-query.js';
import { QueuedMail } from './queued-mail.entity.js';

export type ClaimedMail = Pick<
  QueuedMail,
  | 'id'
  | 'purpose'
  | 'userId'
  | 'address'
  | 'language'
  | 'createdAt'
  | 'attempts'
>;

export interface Claim {
  readonly now: Date;
  /** When the mails count as failed, should nothing be heard of them. */
  readonly until: Date;
  readonly atMost: number;
  /** Mails that this instance is sending: their time may have run out by a clock that was moved. */
  readonly except: readonly string[];
}

// Materialized, or PostgreSQL might run the part with the LIMIT more than once.
const CLAIM = `
  WITH due AS MATERIALIZED (
    SELECT id FROM mail_outbox
    WHERE due_at <= $1 AND id <> ALL ($4::bigint[])
    ORDER BY due_at
    LIMIT $3
    FOR UPDATE SKIP LOCKED
  )
  UPDATE mail_outbox SET attempts = attempts + 1, due_at = $2
  FROM due WHERE mail_outbox.id = due.id
  RETURNING mail_outbox.id, purpose, user_id AS "userId", address, language,
    created_at AS "createdAt", attempts`;

@Injectable()
export class MailQueueRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Takes mails that are due, so that no other instance does. */
  claim({ now, until, atMost, except }: Claim): Promise<ClaimedMail[]> {
    return namedQuery<ClaimedMail>(this.dataSource, 'claim_mails', CLAIM, [
      now,
      until,
      atMost,
      except,
    ]);
  }

  /** Only while the claim holds: whoever has claimed the mail since decides. */
  async postpone({ id, attempts }: ClaimedMail, dueAt: Date): Promise<void> {
    await this.dataSource.manager.update(
      QueuedMail,
      { id, attempts },
      { dueAt },
    );
  }

  async delete(id: string): Promise<void> {
    await this.dataSource.manager.delete(QueuedMail, { id });
  }
}
