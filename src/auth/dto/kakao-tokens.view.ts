import { ApiProperty } from '@nestjs/swagger';
import { TokensView } from './tokens.view.js';

export class KakaoTokensView extends TokensView {
  @ApiProperty({ description: 'Whether this login made the account' })
  isNewUser: boolean;
}
