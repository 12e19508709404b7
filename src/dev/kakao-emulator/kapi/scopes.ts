import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import { type Ask, fieldOf } from '../http/ask.js';
import type { JsonObject } from '../http/json.js';
import { canAskFor } from '../state/consent.js';
import type { Link } from '../state/links.js';
import type { World } from '../state/world.js';
import { callerByTokenOrAdminKey } from './caller.js';
import { kapiRefusal } from './kapi-refusal.js';
import { readStringList } from './property-keys.js';

const DISPLAY_NAMES: Record<string, string> = {
  profile_nickname: '닉네임',
  profile_image: '프로필 사진',
  account_email: '카카오계정(이메일)',
};

/** GET /v2/user/scopes. */
export function answerScopes(world: World, ask: Ask): Answer {
  const { link } = callerByTokenOrAdminKey(world, ask);
  const known = Object.keys(link.app.consentItems);
  const field = fieldOf(ask, 'scopes');
  const asked = field === null ? known : readStringList(field);
  if (!asked?.every((scope) => known.includes(scope)))
    throw new Refusal(kapiRefusal(-2));
  return jsonAnswer(200, {
    id: BigInt(link.userId),
    scopes: asked.map((scope) => scopeBody(link, scope)),
  });
}

function scopeBody(link: Link, id: string): JsonObject {
  const agreed = link.scopes.has(id);
  const optional = link.app.consentItems[id] === 'optional';
  return {
    id,
    display_name: DISPLAY_NAMES[id] ?? id,
    type: 'PRIVACY',
    using: canAskFor(link.app, id),
    agreed,
    revocable: agreed ? optional : undefined,
  };
}
