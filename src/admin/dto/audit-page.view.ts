import { ApiProperty } from '@nestjs/swagger';
import { AuditEventView } from './audit-event.view.js';

export class AuditPageView {
  @ApiProperty({ type: AuditEventView, isArray: true })
  items: AuditEventView[];

  @ApiProperty({ type: String, nullable: true, description: 'Null at the end' })
  nextCursor: string | null;
}
