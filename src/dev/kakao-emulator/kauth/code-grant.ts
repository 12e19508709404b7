import { createHash } from 'node:crypto';
import type { KakaoApp } from '../fixtures/kakao-app.js';
import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import type { CodeGrant } from '../state/codes.js';
import type { World } from '../state/world.js';
import { issueTokens } from './issued-tokens.js';
import { kauthRefusal } from './kauth-refusal.js';

/** Tokens for an authorization code. */
export function redeemCode(
  world: World,
  app: KakaoApp,
  form: URLSearchParams,
): Answer {
  const code = form.get('code');
  const grant = world.codes.consume(code);
  const link = grant && world.links.find(grant.key.app, grant.person);
  // A native key's code stays with the SDK that asked for it.
  if (!grant || !link || grant.key.app !== app || grant.key.kind === 'native')
    throw new Refusal(kauthRefusal('KOE320', ` for code=${code}`));
  if (form.get('redirect_uri') !== grant.redirectUri)
    throw new Refusal(kauthRefusal('KOE303'));
  checkVerifier(grant, form.get('code_verifier'));
  const { key: audience, scopes, authTime, nonce } = grant;
  const { access, refresh, idToken } = issueTokens(world, {
    link,
    audience,
    scopes,
    authTime,
    nonce,
    redeemedWith: 'rest',
  });
  return jsonAnswer(200, {
    access_token: access.value,
    token_type: 'bearer',
    refresh_token: refresh.value,
    id_token: idToken,
    expires_in: access.lifetimeS,
    scope: scopes.join(' ') || undefined,
    refresh_token_expires_in: refresh.lifetimeS,
  });
}

// Kakao's own error code for this is not known; KOE320 is its nearest.
function checkVerifier(grant: CodeGrant, verifier: string | null): void {
  if (grant.codeChallenge === undefined) return;
  const challenge = createHash('sha256')
    .update(verifier ?? '')
    .digest('base64url');
  if (challenge !== grant.codeChallenge)
    throw new Refusal(kauthRefusal('KOE320', ': code_verifier mismatch'));
}
