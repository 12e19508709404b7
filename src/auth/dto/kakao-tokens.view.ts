import { ApiProperty } from '../../common/openapi.decorators.js';
import { TokensView } from './tokens.view.js';

export class KakaoTokensView extends TokensView {
  @ApiProperty({ description: 'Whether this login made the account' })
  isNewUser: boolean;
}
