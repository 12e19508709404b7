import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../../common/http/fields.js';
import { IsEmailAddress } from '../../users/user-fields.js';

export class ForgotPasswordDto {
  @ApiProperty({ maxLength: 254, example: 'minsu@example.com' })
  @IsText()
  @IsEmailAddress()
  email: string;
}
