import { IsText } from '../../common/http/fields.js';
import { ApiProperty } from '../../common/openapi.decorators.js';

export class VerifyTokenDto {
  @ApiProperty({ description: 'An access token' })
  @IsText()
  token: string;
}
