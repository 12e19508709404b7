import { type Answer, jsonAnswer } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import type { World } from '../state/world.js';
import { callerByTokenOrAdminKey } from './caller.js';

/** POST /v1/user/logout: by token this token, by admin key all tokens. */
export function answerLogout(world: World, ask: Ask): Answer {
  const { link, token } = callerByTokenOrAdminKey(world, ask);
  if (token) world.tokens.revoke(token.value);
  else world.tokens.revokeAllOf(link.app, link.userId);
  return jsonAnswer(200, { id: BigInt(link.userId) });
}

/** POST /v1/user/unlink. No webhook: the caller knows already. */
export function answerUnlink(world: World, ask: Ask): Answer {
  const { link } = callerByTokenOrAdminKey(world, ask);
  world.unlink(link.app, link.person);
  return jsonAnswer(200, { id: BigInt(link.userId) });
}
