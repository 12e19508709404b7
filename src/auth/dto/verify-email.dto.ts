import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank, IsText } from '../../common/http/fields.js';

export class VerifyEmailDto {
  @ApiProperty({
    example: '3q2-7wPZ0aX9vJrT5LkQm1YcBn8sDfGhUiEoRtWxKzM',
    description: 'From the link in the mail',
  })
  @IsText()
  @IsNotBlank()
  token: string;
}
