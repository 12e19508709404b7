import { ApiProperty } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { MayBeAbsent, TextRule } from '../../common/http/fields.js';
import { IsCursor, PageDto } from '../../common/http/page.dto.js';

export class AuditQueryDto extends PageDto {
  @ApiProperty({
    required: false,
    format: 'uuid',
    description: 'Only what happened to this user',
  })
  @MayBeAbsent()
  @TextRule('not_a_uuid', (value) => isUUID(value))
  userId?: string;

  @IsCursor(/^[1-9]\d{0,17}$/)
  cursor?: string;
}
