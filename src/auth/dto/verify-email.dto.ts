import { ApiProperty } from '@nestjs/swagger';
import { IsNotBlank, IsText } from '../../common/http/fields.js';

export class VerifyEmailDto {
  @ApiProperty({ description: 'From the link in the mail' })
  @IsText()
  @IsNotBlank()
  token: string;
}
