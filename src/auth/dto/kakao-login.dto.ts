import { ApiProperty } from '@nestjs/swagger';
import { MayBeAbsent, TextRule } from '../../common/http/fields.js';

/** What Kakao hands out is ASCII, and no longer. */
const IsKakaoText = (): PropertyDecorator =>
  TextRule('invalid', (value) => /^[\x21-\x7e]{1,4096}$/.test(value));

/** What a front end got from Kakao: a code, an access token, or an id_token with or without one. */
export class KakaoLoginDto {
  @ApiProperty({ required: false, description: 'With redirectUri' })
  @MayBeAbsent()
  @IsKakaoText()
  code?: string;

  @ApiProperty({
    required: false,
    description: 'Where Kakao sent the code: one of KAKAO_REDIRECT_URIS',
  })
  @MayBeAbsent()
  @IsKakaoText()
  redirectUri?: string;

  @ApiProperty({ required: false, description: 'With a code: PKCE' })
  @MayBeAbsent()
  @IsKakaoText()
  codeVerifier?: string;

  @ApiProperty({
    required: false,
    description: 'With a code or an id_token: what the id_token must carry',
  })
  @MayBeAbsent()
  @IsKakaoText()
  nonce?: string;

  @ApiProperty({
    required: false,
    description: 'Alone, or beside an id_token',
  })
  @MayBeAbsent()
  @IsKakaoText()
  accessToken?: string;

  @ApiProperty({ required: false, description: 'With or without accessToken' })
  @MayBeAbsent()
  @IsKakaoText()
  idToken?: string;
}
