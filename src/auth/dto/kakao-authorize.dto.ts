import { ApiProperty } from '@nestjs/swagger';
import { IsText, MayBeAbsent } from '../../common/http/fields.js';

/** Where a linking by redirect ends. */
export class KakaoAuthorizeDto {
  @ApiProperty({
    required: false,
    description:
      'A path, or a URL on an allowed origin; `/` on WEB_URL unless given',
    example: '/account',
  })
  @MayBeAbsent()
  @IsText()
  returnTo?: string;
}
