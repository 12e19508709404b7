import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank, IsText, MaxCodePoints } from '../../common/http/fields.js';

export class ResetPasswordDto {
  @ApiProperty({ description: 'From the link in the mail' })
  @IsText()
  @IsNotBlank()
  token: string;

  @ApiProperty({ minLength: 8, maxLength: 128 })
  @IsText()
  @MaxCodePoints(128)
  newPassword: string;
}
