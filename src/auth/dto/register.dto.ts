import { ApiProperty } from '@nestjs/swagger';
import {
  IsText,
  MaxCodePoints,
  MayBeAbsent,
} from '../../common/http/fields.js';
import {
  IsEmailAddress,
  IsNickname,
  IsUsername,
} from '../../users/user-fields.js';

export class RegisterDto {
  @ApiProperty({
    minLength: 3,
    maxLength: 30,
    example: 'minsu',
    description: 'Letters of any script, digits, _ . -',
  })
  @IsText()
  @IsUsername()
  username: string;

  @ApiProperty({
    minLength: 8,
    maxLength: 128,
    example: '고양이는 창가에서 잔다',
  })
  @IsText()
  @MaxCodePoints(128)
  password: string;

  @ApiProperty({
    required: false,
    minLength: 1,
    maxLength: 50,
    example: '민수',
    description: 'Default: the username',
  })
  @MayBeAbsent()
  @IsText()
  @IsNickname()
  nickname?: string;

  @ApiProperty({
    required: false,
    maxLength: 254,
    example: 'minsu@example.com',
  })
  @MayBeAbsent()
  @IsText()
  @IsEmailAddress()
  email?: string;
}
