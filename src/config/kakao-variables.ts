import { IsOptional, Matches } from 'class-validator';
import {
  IsRedirectUriList,
  IsVisibleText,
  IsVisibleTextList,
  IsWebAddress,
} from './environment.validators.js';

/** The part of the environment that names the Kakao app. */
export class KakaoVariables {
  /** REST API key of the Kakao app. Comes together with the two below; unset: the emulator in development, no Kakao in production. */
  @IsOptional()
  @IsVisibleText()
  KAKAO_CLIENT_ID?: string;

  /** Client secret of that key; Kakao turns it on for every new one. */
  @IsOptional()
  @IsVisibleText()
  KAKAO_CLIENT_SECRET?: string;

  /** Number of the Kakao app, not one of its keys. */
  @IsOptional()
  @Matches(/^[1-9]\d{0,18}$/, { message: 'must be the number of the app' })
  KAKAO_APP_ID?: string;

  /** Unlinks at Kakao, and is what Kakao's webhooks show to be let in. */
  @IsOptional()
  @IsVisibleText()
  KAKAO_ADMIN_KEY?: string;

  /** Comma list of further keys (JavaScript, native) accepted as the audience of id_tokens. */
  @IsVisibleTextList()
  KAKAO_CLIENT_IDS = '';

  /** Comma list of the exact addresses a front end may have had its code sent to. */
  @IsRedirectUriList()
  KAKAO_REDIRECT_URIS = '';

  /** Where Kakao's authorization server is, and the `iss` of its id_tokens. */
  @IsWebAddress()
  KAKAO_AUTH_URL = 'https://kauth.kakao.com';

  /** Where Kakao's API is. */
  @IsWebAddress()
  KAKAO_API_URL = 'https://kapi.kakao.com';
}
