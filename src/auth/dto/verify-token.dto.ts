import { ApiProperty } from '@nestjs/swagger';
import { IsText } from '../../common/http/fields.js';

export class VerifyTokenDto {
  @ApiProperty({ description: 'An access token' })
  @IsText()
  token: string;
}
