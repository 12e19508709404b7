import { ApiProperty } from '@nestjs/swagger';
import { STATUSES, type UserStatus } from '../../users/user.entity.js';
import {
  toUserView,
  UserView,
  type VisibleUser,
} from '../../users/user.view.js';

/** What an administrator's answers show of a user besides. */
export interface AdministratedUser extends VisibleUser {
  readonly status: UserStatus;
  readonly lastLoginAt: Date | null;
  readonly sessionCount: number;
}

/** A user as administrators see it. */
export class AdminUserView extends UserView {
  @ApiProperty({ enum: STATUSES })
  status: UserStatus;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  lastLoginAt: string | null;

  @ApiProperty({
    type: 'integer',
    description: 'Sessions that have not run out',
  })
  sessionCount: number;
}

export function toAdminUserView(user: AdministratedUser): AdminUserView {
  const { status, lastLoginAt, sessionCount } = user;
  return {
    ...toUserView(user),
    status,
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
    sessionCount,
  };
}
