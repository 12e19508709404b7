import type { KeyKind } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { itemsAgreedTo } from '../state/consent.js';
import type { IdTokenForgery } from '../state/id-token-forgery.js';
import type { Link } from '../state/links.js';
import type { World } from '../state/world.js';
import { idToken } from './id-token.js';

const ID_TOKEN_LIFETIME_S = 3600;

/** How a code is issued without a browser. */
export interface CodeTerms {
  readonly key?: KeyKind | undefined;
  /** The key's first registered one unless given. */
  readonly redirectUri?: string | undefined;
  readonly nonce?: string | undefined;
  /** S256. */
  readonly codeChallenge?: string | undefined;
}

/** How an id_token is made without a login. */
export interface IdTokenMaking extends IdTokenForgery {
  readonly key?: KeyKind | undefined;
  readonly nonce?: string | undefined;
}

/** A code as the redirect would bring it. */
export function codeWithoutBrowser(
  world: World,
  person: KakaoPerson,
  terms: CodeTerms,
): string {
  const { own } = world.apps;
  const { key = 'rest', nonce, codeChallenge } = terms;
  const registered = own.redirectUris[key];
  const redirectUri = terms.redirectUri ?? registered[0];
  if (redirectUri === undefined || !registered.includes(redirectUri))
    throw new Error(`This redirect_uri is not registered: ${redirectUri}`);
  return world.codes.issue({
    key: world.apps.keyOf(own, key),
    person,
    redirectUri,
    scopes: [
      ...consented(world, person).scopes,
      ...(own.openId ? ['openid'] : []),
    ],
    authTime: world.clock.now(),
    nonce,
    codeChallenge,
  });
}

/** An id_token as an SDK would get it, or a forgery of that. */
export function idTokenWithoutBrowser(
  world: World,
  person: KakaoPerson,
  { key = 'native', nonce, ...forgery }: IdTokenMaking,
): string {
  const terms = {
    link: consented(world, person),
    audience: world.apps.keyOf(world.apps.own, key),
    authTime: world.clock.now(),
    lifetimeS: ID_TOKEN_LIFETIME_S,
    nonce,
  };
  return idToken(world, terms, forgery);
}

function consented(world: World, person: KakaoPerson): Link {
  const { own } = world.apps;
  return world.links.agree(own, person, itemsAgreedTo(own, person));
}
