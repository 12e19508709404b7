import { type Answer, jsonAnswer } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import type { Fault } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import { callerByToken } from './caller.js';

/** GET /v1/user/access_token_info. */
export function answerAccessTokenInfo(
  world: World,
  ask: Ask,
  fault?: Fault,
): Answer {
  const { link, token } = callerByToken(world, ask);
  const appId = token.app.id;
  token.toldAppId =
    fault?.name === 'wrong-app-id' ? world.apps.second.id : appId;
  const left = world.tokens.secondsLeft(token);
  return jsonAnswer(200, {
    id: BigInt(link.userId),
    expires_in: left,
    app_id: appId,
    // The deprecated twins are still sent.
    expiresInMillis: left * 1000,
    appId,
  });
}
