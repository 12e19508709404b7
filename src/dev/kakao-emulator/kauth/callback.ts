import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { type Answer, redirectAnswer } from '../http/answer.js';
import type { World } from '../state/world.js';
import type { AuthorizeRequest } from './authorize-request.js';

/** Sends the browser back with a code for someone who is linked. */
export function backWithCode(
  world: World,
  request: AuthorizeRequest,
  person: KakaoPerson,
  authTime: number,
): Answer {
  const { key, redirectUri, nonce, codeChallenge, state } = request;
  const agreed = world.links.find(key.app, person)?.scopes ?? [];
  const code = world.codes.issue({
    key,
    person,
    redirectUri,
    nonce,
    codeChallenge,
    authTime,
    scopes: [...agreed, ...openIdIn(request)],
  });
  return back(redirectUri, { code, state });
}

export function backWithError(
  { redirectUri, state }: AuthorizeRequest,
  error: string,
  error_description: string,
): Answer {
  return back(redirectUri, { error, error_description, state });
}

// Asking for scopes without openid silently brings no new id_token.
function openIdIn({ key, requestedScopes }: AuthorizeRequest): string[] {
  const asked = requestedScopes?.includes('openid') ?? true;
  return key.app.openId && asked ? ['openid'] : [];
}

function back(
  redirectUri: string,
  fields: Record<string, string | undefined>,
): Answer {
  // By hand, because Kakao writes a blank as %20 and not as a plus.
  const query = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
    .join('&');
  const mark = redirectUri.includes('?') ? '&' : '?';
  return redirectAnswer(`${redirectUri}${mark}${query}`);
}
