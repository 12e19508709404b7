import { KakaoEnabledGuard } from '../guards/kakao-enabled.guard.js';
import { KakaoStrategy } from '../strategies/kakao.strategy.js';
import { KakaoClient } from './kakao-client.js';
import { KakaoExchange } from './kakao-exchange.service.js';
import { KakaoHttp } from './kakao-http.js';
import { KakaoIdTokens } from './kakao-id-tokens.js';
import { KakaoKeys } from './kakao-keys.js';
import { KakaoLinks } from './kakao-links.service.js';
import { KakaoPeople } from './kakao-people.service.js';
import { KakaoRedirects } from './kakao-redirects.service.js';
import { KakaoWebhooks } from './kakao-webhooks.service.js';

/** All that is Kakao's, for auth.module. */
export const KAKAO_PROVIDERS = [
  KakaoStrategy,
  KakaoEnabledGuard,
  KakaoHttp,
  KakaoClient,
  KakaoKeys,
  KakaoIdTokens,
  KakaoPeople,
  KakaoExchange,
  KakaoRedirects,
  KakaoLinks,
  KakaoWebhooks,
];
