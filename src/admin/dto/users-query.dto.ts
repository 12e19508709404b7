import { ApiProperty } from '@nestjs/swagger';
import {
  MaxCodePoints,
  MayBeAbsent,
  TextRule,
} from '../../common/http/fields.js';
import { IsCursor, PageDto } from '../../common/http/page.dto.js';

/** Microseconds since 1970, which is how finely PostgreSQL tells two registrations apart, and the user's id. */
const POSITION = /^-?\d{1,17}\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export class UsersQueryDto extends PageDto {
  @ApiProperty({
    required: false,
    maxLength: 100,
    description:
      'Part of a username, nickname or e-mail address in any case, or a whole id',
  })
  @MayBeAbsent()
  @MaxCodePoints(100)
  @TextRule('not_text', (value) => !/\p{Cc}/u.test(value))
  q?: string;

  @IsCursor(POSITION)
  cursor?: string;
}
