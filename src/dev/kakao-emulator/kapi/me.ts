import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import { type Ask, fieldOf } from '../http/ask.js';
import type { AccessToken } from '../state/tokens.js';
import type { World } from '../state/world.js';
import { callerByTokenOrAdminKey } from './caller.js';
import { kapiRefusal } from './kapi-refusal.js';
import { profileBody } from './profile-body.js';
import { pickProperties, readStringList } from './property-keys.js';

/** GET and POST /v2/user/me. */
export function answerMe(world: World, ask: Ask): Answer {
  const { link, token } = callerByTokenOrAdminKey(world, ask);
  if (token) noteUnchecked(world, token);
  if (link.person.under14) throw new Refusal(kapiRefusal(-406));
  const secure = fieldOf(ask, 'secure_resource') ?? 'false';
  if (secure !== 'true' && secure !== 'false')
    throw new Refusal(kapiRefusal(-2));
  const body = profileBody(link, secure === 'true');
  const keys = fieldOf(ask, 'property_keys');
  if (keys === null) return jsonAnswer(200, body);
  const list = readStringList(keys);
  if (!list) throw new Refusal(kapiRefusal(-2));
  return jsonAnswer(200, pickProperties(body, list));
}

// This answer names no app: with a token of another app it is an answer about
// a number that means nothing here, or worse, somebody else.
function noteUnchecked(world: World, token: AccessToken): void {
  if (!token.fromSdk) return;
  if (token.toldAppId === undefined)
    world.journal.note(
      'Asked /v2/user/me with a token from outside that access_token_info had not vouched for.',
    );
  else if (token.toldAppId !== world.apps.own.id)
    world.journal.note(
      'Asked /v2/user/me with a token that access_token_info had said is of another app.',
    );
}
