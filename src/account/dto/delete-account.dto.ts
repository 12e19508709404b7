import { ApiProperty } from '@nestjs/swagger';
import {
  IsText,
  MaxCodePoints,
  MayBeAbsent,
} from '../../common/http/fields.js';

export class DeleteAccountDto {
  @ApiProperty({
    required: false,
    maxLength: 128,
    example: 'a cat sleeps by the window',
    description:
      'May be absent only where no password exists and the login is younger than 10 minutes',
  })
  @MayBeAbsent()
  @IsText()
  @MaxCodePoints(128)
  password?: string;
}
