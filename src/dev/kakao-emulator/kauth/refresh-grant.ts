import type { KakaoApp } from '../fixtures/kakao-app.js';
import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import type { JsonObject } from '../http/json.js';
import type { AccessToken, RefreshToken } from '../state/tokens.js';
import type { World } from '../state/world.js';
import { idToken } from './id-token.js';
import { kauthRefusal } from './kauth-refusal.js';

/** A new access token for a refresh token. */
export function redeemRefreshToken(
  world: World,
  app: KakaoApp,
  form: URLSearchParams,
): Answer {
  const value = form.get('refresh_token');
  if (!value) throw new Refusal(kauthRefusal('KOE319'));
  const token = world.tokens.findRefresh(value);
  if (token?.app !== app) throw new Refusal(kauthRefusal('KOE322'));
  const access = world.tokens.issueAccess(token, 'rest');
  return jsonAnswer(200, {
    access_token: access.value,
    token_type: 'bearer',
    expires_in: access.lifetimeS,
    id_token: renewedIdToken(world, token, access),
    ...successor(world, token),
  });
}

// Only near its end; then the old one is dead at once.
function successor(world: World, token: RefreshToken): JsonObject {
  if (!world.tokens.isRefreshDue(token)) return {};
  world.tokens.revoke(token.value);
  const next = world.tokens.issueRefresh(token);
  return {
    refresh_token: next.value,
    refresh_token_expires_in: next.lifetimeS,
  };
}

function renewedIdToken(
  world: World,
  { app, person, userId, authTime, idTokenFor }: RefreshToken,
  access: AccessToken,
): string | undefined {
  const link = world.links.find(app, person);
  if (!link || !idTokenFor) return undefined;
  const { lifetimeS } = access;
  return idToken(
    world,
    { link: { ...link, userId }, audience: idTokenFor, authTime, lifetimeS },
    world.idTokenForgery,
  );
}
