import { ApiProperty } from '@nestjs/swagger';

/** RFC 7662 in short: whether an access token would be let in, and whose it is. */
export class TokenVerificationView {
  @ApiProperty({ type: Boolean })
  active: boolean;

  @ApiProperty({ required: false, format: 'uuid', description: 'User id' })
  sub?: string;

  @ApiProperty({ required: false, format: 'uuid', description: 'Session id' })
  sid?: string;

  @ApiProperty({
    required: false,
    description: 'Seconds since 1970 (RFC 7519 NumericDate)',
  })
  exp?: number;
}
