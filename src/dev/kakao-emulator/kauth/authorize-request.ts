import type { KeyKind } from '../fixtures/kakao-app.js';
import { Refusal } from '../http/answer.js';
import { errorPage } from '../pages/error-page.js';
import type { AppKey } from '../state/apps.js';
import { canAskFor } from '../state/consent.js';
import type { World } from '../state/world.js';

/** A request for authorization that Kakao would show a page for. */
export interface AuthorizeRequest {
  readonly key: AppKey;
  readonly redirectUri: string;
  /** Absent when the console's consent items are what is asked for. */
  readonly requestedScopes?: readonly string[] | undefined;
  readonly prompts: readonly string[];
  readonly state?: string | undefined;
  readonly nonce?: string | undefined;
  readonly codeChallenge?: string | undefined;
}

/**
 * Reads the query. A misconfigured client gets Kakao's own error page and
 * never a redirect: the address to go to is what cannot be trusted then.
 */
export function readAuthorizeRequest(
  world: World,
  query: URLSearchParams,
): AuthorizeRequest {
  const key = clientKey(world, query.get('client_id'));
  const redirectUri = registeredUri(key, query.get('redirect_uri'));
  checkResponseType(query.get('response_type'));
  return {
    key,
    redirectUri,
    requestedScopes: scopes(key, query.get('scope')),
    prompts: words(query.get('prompt')),
    state: query.get('state') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    codeChallenge: codeChallenge(query),
  };
}

function clientKey(
  world: World,
  value: string | null,
): AppKey & { kind: KeyKind } {
  const key = world.apps.findByKey(value);
  if (!key) throw new Refusal(errorPage('KOE101'));
  const { app, kind } = key;
  if (kind === 'admin') throw new Refusal(errorPage('KOE008'));
  return { app, kind, value: key.value };
}

function registeredUri(
  key: AppKey & { kind: KeyKind },
  value: string | null,
): string {
  const registered = key.app.redirectUris[key.kind].find(
    (uri) => uri === value,
  );
  if (registered === undefined) throw new Refusal(errorPage('KOE006'));
  return registered;
}

function checkResponseType(value: string | null): void {
  if (value === 'token') throw new Refusal(errorPage('KOE202'));
  if (value !== 'code') throw new Refusal(errorPage('KOE201'));
}

function scopes({ app }: AppKey, value: string | null): string[] | undefined {
  const asked = words(value);
  if (!asked.every((scope) => canAskFor(app, scope)))
    throw new Refusal(errorPage('KOE205'));
  return asked.length > 0 ? asked : undefined;
}

function codeChallenge(query: URLSearchParams): string | undefined {
  const challenge = query.get('code_challenge');
  if (challenge === null) return undefined;
  const isS256 =
    query.get('code_challenge_method') === 'S256' &&
    /^[\w-]{43}$/.test(challenge);
  if (!isS256) throw new Refusal(errorPage('KOE204'));
  return challenge;
}

// Comma in the documents, blank on the wire of Kakao's own SDKs.
function words(list: string | null): string[] {
  return (list ?? '').split(/[\s,]+/).filter(Boolean);
}
