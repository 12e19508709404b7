import type { KakaoApp, KeyKind } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { itemsAgreedTo } from '../state/consent.js';
import type { World } from '../state/world.js';
import { type IssuedTokens, issueTokens } from './issued-tokens.js';

export interface SdkLoginTerms {
  readonly kind: KeyKind;
  readonly nonce?: string | undefined;
  /** Another member number than the person's own at that app. */
  readonly userId?: string | undefined;
}

/** What an SDK does inside an app: consent, code and tokens in one. */
export function loginBySdk(
  world: World,
  app: KakaoApp,
  person: KakaoPerson,
  { kind, nonce, userId }: SdkLoginTerms,
): IssuedTokens {
  const items = itemsAgreedTo(app, person);
  const link = world.links.agree(app, person, items);
  return issueTokens(world, {
    link: { ...link, userId: userId ?? link.userId },
    audience: world.apps.keyOf(app, kind),
    scopes: [...link.scopes, ...(app.openId ? ['openid'] : [])],
    authTime: world.clock.now(),
    redeemedWith: kind,
    nonce,
    fromSdk: true,
  });
}
