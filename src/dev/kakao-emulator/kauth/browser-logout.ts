import { type Answer, redirectAnswer, Refusal } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import { errorPage } from '../pages/error-page.js';
import type { World } from '../state/world.js';

/** GET /oauth/logout: ends the browser's session at Kakao, no token's. */
export function answerBrowserLogout(world: World, ask: Ask): Answer {
  const key = world.apps.findByKey(ask.query.get('client_id'));
  if (!key) throw new Refusal(errorPage('KOE101'));
  const wanted = ask.query.get('logout_redirect_uri');
  const registered = key.app.logoutRedirectUris.find((uri) => uri === wanted);
  if (registered === undefined) throw new Refusal(errorPage('KOE007'));
  const location = new URL(registered);
  const state = ask.query.get('state');
  if (state !== null) location.searchParams.set('state', state);
  const cookie = world.sessions.end(ask.cookie, world.cookiePath);
  return redirectAnswer(location.href, { 'set-cookie': cookie });
}
