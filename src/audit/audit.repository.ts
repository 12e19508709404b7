import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditEvent } from './audit-event.entity.js';

export type NewAuditEvent = Pick<AuditEvent, 'type'> &
  Partial<Pick<AuditEvent, 'actorId' | 'userId' | 'ip' | 'details'>>;

/** What somebody did who has not shown to be the user. */
export type StrangersEvent = Pick<
  AuditEvent,
  'type' | 'userId' | 'ip' | 'details'
>;

/** The audit table. An event is written in the transaction of the change it tells of. */
@Injectable()
export class AuditRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param manager the transaction of the change; left out where nothing changes but the audit */
  async insert(
    event: NewAuditEvent,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await manager.insert(AuditEvent, event);
  }

  /** Nothing where the user has gone: what came after a deletion would keep the address that it erased. */
  async insertIfUserExists(event: StrangersEvent): Promise<void> {
    const { type, userId, ip, details } = event;
    await this.dataSource.query(
      `INSERT INTO audit_events (type, user_id, ip, details)
       SELECT $2, id, $3, $4::jsonb FROM users WHERE id = $1 FOR KEY SHARE`,
      [userId, type, ip, details],
    );
  }
}
