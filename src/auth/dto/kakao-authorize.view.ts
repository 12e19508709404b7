import { ApiProperty } from '../../common/openapi.decorators.js';

export class KakaoAuthorizeView {
  @ApiProperty({ description: 'Send the browser there', format: 'uri' })
  authorizeUrl: string;
}
