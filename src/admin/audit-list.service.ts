import { Injectable } from '@nestjs/common';
import { fromCursor, pageOf } from '../common/http/page.dto.js';
import { AuditListRepository } from './audit-list.repository.js';
import { toAuditEventView } from './dto/audit-event.view.js';
import type { AuditPageView } from './dto/audit-page.view.js';
import type { AuditQueryDto } from './dto/audit-query.dto.js';

/** Reads the audit to administrators. */
@Injectable()
export class AuditList {
  constructor(private readonly repository: AuditListRepository) {}

  async list({ userId, limit, cursor }: AuditQueryDto): Promise<AuditPageView> {
    const before = cursor === undefined ? undefined : fromCursor(cursor);
    const { rows, nextCursor } = pageOf(
      await this.repository.find({ userId, before }, Number(limit) + 1),
      Number(limit),
      ({ position }) => position,
    );
    return { items: rows.map(toAuditEventView), nextCursor };
  }
}
