import type { JsonObject } from '../http/json.js';
import { picturesOf } from '../fixtures/pictures.js';
import { canAskFor } from '../state/consent.js';
import type { Link } from '../state/links.js';

/** The body of /v2/user/me. */
export function profileBody(link: Link, secure: boolean): JsonObject {
  const connectedAt = new Date(link.connectedAt).toISOString();
  return {
    id: BigInt(link.userId),
    connected_at: connectedAt.replace(/\.\d+Z$/, 'Z'),
    kakao_account: link.person.withoutAccount
      ? undefined
      : {
          ...nicknameAndImage(link, secure),
          ...email(link),
        },
  };
}

function nicknameAndImage(link: Link, secure: boolean): JsonObject {
  const { person, scopes } = link;
  const pictures = picturesOf(person, secure);
  const nickname = {
    nickname: person.nickname,
    is_default_nickname: person.isDefaultNickname ?? false,
  };
  const image = {
    thumbnail_image_url: pictures.thumbnail,
    profile_image_url: pictures.large,
    is_default_image: !person.hasPicture,
  };
  return {
    profile_nickname_needs_agreement: !scopes.has('profile_nickname'),
    profile_image_needs_agreement: !scopes.has('profile_image'),
    profile: {
      ...(scopes.has('profile_nickname') ? nickname : {}),
      ...(scopes.has('profile_image') ? image : {}),
    },
  };
}

function email({ app, person, scopes }: Link): JsonObject {
  if (!canAskFor(app, 'account_email')) return {};
  // "false" without a value says that the account has no address.
  if (!person.email) return { email_needs_agreement: false };
  // Deprecated, still sent, and no ground for any decision.
  const has_email = true;
  if (!scopes.has('account_email'))
    return { has_email, email_needs_agreement: true };
  return {
    has_email,
    email_needs_agreement: false,
    is_email_valid: person.email.valid,
    is_email_verified: person.email.verified,
    email: person.email.address,
  };
}
