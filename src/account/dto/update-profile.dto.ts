import { ApiProperty } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import { IsText } from '../../common/http/fields.js';
import { IsEmailAddress, IsNickname } from '../../users/user-fields.js';

export class UpdateProfileDto {
  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    minLength: 1,
    maxLength: 50,
    example: '민수',
    description: 'null: the default, which is the username',
  })
  @IsOptional()
  @IsText()
  @IsNickname()
  nickname?: string | null;

  @ApiProperty({
    type: String,
    required: false,
    nullable: true,
    maxLength: 254,
    example: 'minsu@example.com',
    description:
      'Unverified until confirmed; a verified one stays until then. null: none',
  })
  @IsOptional()
  @IsText()
  @IsEmailAddress()
  email?: string | null;
}
