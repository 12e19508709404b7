import { ApiProperty } from '@nestjs/swagger';
import { IsText, MayBeAbsent } from '../../common/http/fields.js';

export class RefreshTokenDto {
  @ApiProperty({
    required: false,
    description:
      'Only with X-Token-Transport: body, and never beside the cookie',
  })
  @MayBeAbsent()
  @IsText()
  refreshToken?: string;
}
