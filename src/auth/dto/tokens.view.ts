import { ApiProperty } from '@nestjs/swagger';
import { UserView } from '../../users/user.view.js';

export class TokensView {
  @ApiProperty({ description: 'Keep it in memory, never in localStorage' })
  accessToken: string;

  @ApiProperty({ enum: ['Bearer'] })
  tokenType: 'Bearer';

  @ApiProperty({ description: 'Seconds the access token lives', example: 600 })
  expiresIn: number;

  @ApiProperty({ type: UserView })
  user: UserView;

  @ApiProperty({
    required: false,
    description: 'Only with X-Token-Transport: body',
  })
  refreshToken?: string;
}
