import { IsText } from '../../common/http/fields.js';
import { ApiProperty } from '../../common/openapi.decorators.js';
import { IsEmailAddress } from '../../users/user-fields.js';

export class ForgotPasswordDto {
  @ApiProperty({ maxLength: 254, example: 'minsu@example.com' })
  @IsText()
  @IsEmailAddress()
  email: string;
}
