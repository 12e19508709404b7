import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditEvent } from './audit-event.entity.js';

export type NewAuditEvent = Pick<AuditEvent, 'type'> &
  Partial<Pick<AuditEvent, 'actorId' | 'userId' | 'ip' | 'details'>>;

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
}
