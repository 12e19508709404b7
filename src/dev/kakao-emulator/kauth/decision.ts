import { type Answer, Refusal } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import { errorPage } from '../pages/error-page.js';
import { PERSON_FIELD, REFUSED_FIELD } from '../pages/consent-page.js';
import { itemsAgreedTo } from '../state/consent.js';
import type { World } from '../state/world.js';
import { readAuthorizeRequest } from './authorize-request.js';
import { backWithCode, backWithError } from './callback.js';

/** Somebody was chosen on the page: they log in and agree at once. */
export function answerChoice(world: World, ask: Ask): Answer {
  const request = readAuthorizeRequest(world, ask.query);
  const person = world.people.find(ask.query.get(PERSON_FIELD) ?? '');
  if (!person) throw new Refusal(errorPage('KOE204'));
  const { app } = request.key;
  const refused = ask.query.getAll(REFUSED_FIELD);
  const items = itemsAgreedTo(app, person, request.requestedScopes, refused);
  world.links.agree(app, person, items);
  const cookie = world.sessions.open(person, world.cookiePath);
  const answer = backWithCode(world, request, person, world.clock.now());
  return { ...answer, headers: { ...answer.headers, 'set-cookie': cookie } };
}

/** Cancel was chosen on the page. */
export function answerCancel(world: World, ask: Ask): Answer {
  const request = readAuthorizeRequest(world, ask.query);
  const { stateOnCancel = true } = world.options;
  const state = stateOnCancel ? request.state : undefined;
  return backWithError(
    { ...request, state },
    'access_denied',
    'User denied access',
  );
}
