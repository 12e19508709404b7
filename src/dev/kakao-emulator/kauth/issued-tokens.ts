import type { KeyKind } from '../fixtures/kakao-app.js';
import type { AppKey } from '../state/apps.js';
import type { Link } from '../state/links.js';
import type { AccessToken, RefreshToken } from '../state/tokens.js';
import type { World } from '../state/world.js';
import { idToken } from './id-token.js';

export interface IssuedTokens {
  readonly access: AccessToken;
  readonly refresh: RefreshToken;
  readonly idToken?: string | undefined;
}

export interface IssueTerms {
  readonly link: Link;
  /** The key used in authorize. */
  readonly audience: AppKey;
  readonly scopes: readonly string[];
  readonly authTime: number;
  /** The key that redeems decides how long tokens live. */
  readonly redeemedWith: KeyKind;
  readonly nonce?: string | undefined;
  readonly fromSdk?: boolean | undefined;
}

/** A fresh set of tokens; the id_token only where OpenID Connect is on. */
export function issueTokens(world: World, terms: IssueTerms): IssuedTokens {
  const { link, audience, scopes, authTime, nonce } = terms;
  const withIdToken = scopes.includes('openid');
  const grant = {
    app: link.app,
    person: link.person,
    userId: link.userId,
    scopes,
    authTime,
    idTokenFor: withIdToken ? audience : undefined,
  };
  const { fromSdk = false } = terms;
  const access = world.tokens.issueAccess(grant, terms.redeemedWith, {
    fromSdk,
  });
  const { lifetimeS } = access;
  const told = { link, audience, authTime, lifetimeS, nonce };
  return {
    access,
    refresh: world.tokens.issueRefresh(grant),
    idToken: withIdToken
      ? idToken(world, told, world.idTokenForgery)
      : undefined,
  };
}
