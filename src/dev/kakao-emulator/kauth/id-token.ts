import type { AppKey } from '../state/apps.js';
import type { IdTokenForgery } from '../state/id-token-forgery.js';
import type { Link } from '../state/links.js';
import type { World } from '../state/world.js';
import { picturesOf } from '../fixtures/pictures.js';

/** Whom an id_token speaks of, and to whom. */
export interface IdTokenTerms {
  readonly link: Link;
  /** The key used in authorize. */
  readonly audience: AppKey;
  readonly authTime: number;
  readonly lifetimeS: number;
  readonly nonce?: string | undefined;
}

/** An id_token as Kakao would issue it, or as a forgery of that. */
export function idToken(
  world: World,
  terms: IdTokenTerms,
  forgery: IdTokenForgery = {},
): string {
  const claims = { ...claimsOf(world, terms), ...forgery.claims };
  return world.keys.sign(claims, forgery.signer, forgery.header);
}

function claimsOf(world: World, terms: IdTokenTerms): Record<string, unknown> {
  const { link, audience, authTime, nonce } = terms;
  const now = world.clock.seconds();
  return {
    iss: world.issuer,
    aud: audience.value,
    sub: link.userId,
    iat: now,
    exp: now + terms.lifetimeS,
    auth_time: Math.floor(authTime / 1000),
    nonce,
    ...(link.person.withoutAccount ? {} : consentedClaims(link)),
  };
}

function consentedClaims({ person, scopes }: Link): Record<string, unknown> {
  const { email } = person;
  const mayTellEmail =
    scopes.has('account_email') && email?.valid && email.verified;
  return {
    nickname: scopes.has('profile_nickname') ? person.nickname : undefined,
    picture: scopes.has('profile_image')
      ? picturesOf(person, false).thumbnail
      : undefined,
    // There is no email_verified: an address that is here is verified.
    email: mayTellEmail ? email.address : undefined,
  };
}
