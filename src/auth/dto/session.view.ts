import { ApiProperty } from '@nestjs/swagger';
import type { SessionRecord } from '../../users/session-record.js';

export class SessionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({
    type: Boolean,
    description: 'Whether it is the one that asks',
  })
  current: boolean;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt: string;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'The last login or refresh',
  })
  lastUsedAt: string;

  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt: string;

  @ApiProperty({ type: String, nullable: true })
  userAgent: string | null;

  @ApiProperty()
  ip: string;
}

export function toSessionView(
  session: SessionRecord & { id: string },
  currentId: string,
): SessionView {
  const time = (milliseconds: number) => new Date(milliseconds).toISOString();
  return {
    id: session.id,
    current: session.id === currentId,
    createdAt: time(session.createdAt),
    lastUsedAt: time(session.rotatedAt),
    expiresAt: time(session.expiresAt),
    userAgent: session.userAgent,
    ip: session.ip,
  };
}
