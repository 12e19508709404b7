import { ApiProperty } from '@nestjs/swagger';
import {
  IsText,
  MaxCodePoints,
  MayBeAbsent,
} from '../../common/http/fields.js';

export class ChangePasswordDto {
  @ApiProperty({
    required: false,
    maxLength: 128,
    description:
      'May be absent only where no password exists and the login is younger than 10 minutes',
  })
  @MayBeAbsent()
  @IsText()
  @MaxCodePoints(128)
  currentPassword?: string;

  @ApiProperty({ minLength: 8, maxLength: 128 })
  @IsText()
  @MaxCodePoints(128)
  newPassword: string;
}
