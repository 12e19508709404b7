import { ApiProperty } from '@nestjs/swagger';

/** RFC 7517 key set. */
export class KeySetView {
  @ApiProperty({
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  keys: object[];
}
