import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import type { World } from '../state/world.js';
import { callerByToken } from './caller.js';
import { kapiRefusal } from './kapi-refusal.js';
import { picturesOf } from '../fixtures/pictures.js';

/** GET /v1/oidc/userinfo. */
export function answerUserinfo(world: World, ask: Ask): Answer {
  const { link, token } = callerByToken(world, ask);
  if (!token.scopes.includes('openid'))
    throw new Refusal(kapiRefusal(-402, { required_scopes: ['openid'] }));
  const { person, scopes } = link;
  const told = <T>(scope: string, value: T): T | undefined =>
    scopes.has(scope) && !person.withoutAccount ? value : undefined;
  const email = told('account_email', person.email);
  return jsonAnswer(200, {
    sub: link.userId,
    nickname: told('profile_nickname', person.nickname),
    picture: told('profile_image', picturesOf(person, false).thumbnail),
    email: email?.address,
    email_verified: email && email.verified && email.valid,
  });
}
