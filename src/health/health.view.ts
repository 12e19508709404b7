import { ApiProperty } from '../common/openapi.decorators.js';

export class HealthView {
  @ApiProperty({ enum: ['ok'] })
  status: 'ok';
}
