import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { MayBeAbsent } from '../../common/http/fields.js';
import {
  ROLES,
  type Role,
  STATUSES,
  type UserStatus,
} from '../../users/user.entity.js';

export class ChangeUserDto {
  @ApiProperty({ enum: ROLES, required: false })
  @MayBeAbsent()
  @IsIn(ROLES)
  role?: Role;

  @ApiProperty({
    enum: STATUSES,
    required: false,
    description: 'Disabling ends every session',
  })
  @MayBeAbsent()
  @IsIn(STATUSES)
  status?: UserStatus;
}
