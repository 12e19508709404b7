import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank, IsText, MaxCodePoints } from '../../common/http/fields.js';

export class ResetPasswordDto {
  @ApiProperty({
    example: '3q2-7wPZ0aX9vJrT5LkQm1YcBn8sDfGhUiEoRtWxKzM',
    description: 'From the link in the mail',
  })
  @IsText()
  @IsNotBlank()
  token: string;

  @ApiProperty({
    minLength: 8,
    maxLength: 128,
    example: 'three blue kites at noon',
  })
  @IsText()
  @MaxCodePoints(128)
  newPassword: string;
}
