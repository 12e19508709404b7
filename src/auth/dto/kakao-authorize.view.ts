import { ApiProperty } from '@nestjs/swagger';

export class KakaoAuthorizeView {
  @ApiProperty({ description: 'Send the browser there', format: 'uri' })
  authorizeUrl: string;
}
