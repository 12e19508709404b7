import type { KakaoApp } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';

/** True when the console of this app allows to ask for the scope. */
export function canAskFor(app: KakaoApp, scope: string): boolean {
  if (scope === 'openid') return app.openId;
  return (app.consentItems[scope] ?? 'disabled') !== 'disabled';
}

/** The consent items a screen shows: those asked for, or the console's. */
export function itemsAskedFor(
  app: KakaoApp,
  requested: readonly string[] | undefined,
): string[] {
  return Object.keys(app.consentItems).filter(
    (item) =>
      canAskFor(app, item) &&
      (requested === undefined ||
        requested.includes(item) ||
        app.consentItems[item] === 'required'),
  );
}

/** What a person agrees to; required items cannot be refused. */
export function itemsAgreedTo(
  app: KakaoApp,
  person: KakaoPerson,
  requested?: readonly string[],
  refused: readonly string[] = [],
): string[] {
  const withheld = [...(person.withholds ?? []), ...refused];
  return itemsAskedFor(app, requested).filter(
    (item) => app.consentItems[item] === 'required' || !withheld.includes(item),
  );
}
