import { ApiProperty } from '@nestjs/swagger';
import type { AuditEvent } from '../../audit/audit-event.entity.js';

export class AuditEventView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ type: String, format: 'date-time' })
  at: string;

  @ApiProperty({ type: String, example: 'role.changed' })
  type: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Who did it; null for a stranger or the command line',
  })
  actorId: string | null;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Whose account it is about; null where none is known',
  })
  userId: string | null;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'Null once the user is deleted',
  })
  ip: string | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    example: { from: 'user', to: 'admin' },
  })
  details: Record<string, string>;
}

export function toAuditEventView(event: AuditEvent): AuditEventView {
  const { id, at, type, actorId, userId, ip, details } = event;
  return { id, at: at.toISOString(), type, actorId, userId, ip, details };
}
