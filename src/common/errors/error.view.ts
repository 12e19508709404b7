import { ApiProperty } from '@nestjs/swagger';
import { ERROR_CATALOG } from './error-catalog.js';
import { FIELD_ERRORS } from './field-errors.js';

export class FieldErrorView {
  @ApiProperty({ example: 'username' })
  field: string;

  @ApiProperty({ enum: Object.keys(FIELD_ERRORS) })
  code: string;

  @ApiProperty()
  message: string;
}

/** The answer of every failed request. */
export class ErrorView {
  @ApiProperty({ example: 401 })
  statusCode: number;

  @ApiProperty({ example: 'Unauthorized' })
  error: string;

  @ApiProperty({
    enum: Object.keys(ERROR_CATALOG),
    description: 'Stable; branch on this',
  })
  code: string;

  @ApiProperty({
    description: 'For people, in Korean or English by Accept-Language',
  })
  message: string;

  @ApiProperty({ description: 'The same as in the log' })
  requestId: string;

  @ApiProperty({
    type: FieldErrorView,
    isArray: true,
    required: false,
    maxItems: 20,
  })
  details?: FieldErrorView[];
}
