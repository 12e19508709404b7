import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { type Answer, pageAnswer } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import { consentPage } from '../pages/consent-page.js';
import { itemsAskedFor } from '../state/consent.js';
import type { World } from '../state/world.js';
import {
  type AuthorizeRequest,
  readAuthorizeRequest,
} from './authorize-request.js';
import { backWithCode, backWithError } from './callback.js';

const PROMPTS_WITH_PAGE = ['login', 'select_account', 'create'];

/** GET /oauth/authorize: a page, or straight back where the browser is known. */
export function answerAuthorize(world: World, ask: Ask): Answer {
  const request = readAuthorizeRequest(world, ask.query);
  noteForgotten(world, request);
  const session = world.sessions.find(ask.cookie);
  const agreed =
    session !== undefined && hasAgreed(world, request, session.person);
  if (request.prompts.includes('none') && !agreed)
    return session
      ? backWithError(request, 'consent_required', 'user consent required.')
      : backWithError(request, 'login_required', 'user login required.');
  const { alwaysAsks = false } = world.options;
  const pageWanted = request.prompts.some((prompt) =>
    PROMPTS_WITH_PAGE.includes(prompt),
  );
  const isSilent = request.prompts.includes('none') || !alwaysAsks;
  if (agreed && !pageWanted && isSilent)
    return backWithCode(world, request, session.person, session.since);
  return page(world, request, ask, session?.person);
}

function hasAgreed(
  world: World,
  { key, requestedScopes = [] }: AuthorizeRequest,
  person: KakaoPerson,
): boolean {
  const link = world.links.find(key.app, person);
  return (
    link !== undefined &&
    requestedScopes.every(
      (scope) => scope === 'openid' || link.scopes.has(scope),
    )
  );
}

// Kakao does not ask for these, so nothing else would tell.
function noteForgotten(world: World, request: AuthorizeRequest): void {
  for (const name of ['state', 'nonce'] as const)
    if (!request[name])
      world.journal.note(`Sent a browser to authorize without ${name}.`);
}

function page(
  world: World,
  { key, requestedScopes }: AuthorizeRequest,
  ask: Ask,
  loggedIn: KakaoPerson | undefined,
): Answer {
  const { app } = key;
  const html = consentPage({
    app,
    items: itemsAskedFor(app, requestedScopes),
    query: ask.query.toString(),
    people: world.people.all.map((person) => ({
      person,
      isLinked: world.links.find(app, person) !== undefined,
      isLoggedIn: person.name === loggedIn?.name,
    })),
  });
  return pageAnswer(200, html);
}
