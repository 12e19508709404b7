import { Injectable } from '@nestjs/common';
import { DataSource, LessThan } from 'typeorm';
import { AuditEvent } from '../audit/audit-event.entity.js';

/** The audit as administrators read it, the newest first. */
@Injectable()
export class AuditListRepository {
  constructor(private readonly dataSource: DataSource) {}

  find(
    { userId, before }: { userId?: string; before?: string },
    count: number,
  ): Promise<AuditEvent[]> {
    return this.dataSource.manager.find(AuditEvent, {
      where: {
        ...(userId !== undefined && { userId }),
        ...(before !== undefined && { position: LessThan(before) }),
      },
      order: { position: 'DESC' },
      take: count,
    });
  }
}
