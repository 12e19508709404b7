import type { KakaoApp } from '../fixtures/kakao-app.js';
import { type Answer, Refusal } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import type { Fault } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import { redeemCode } from './code-grant.js';
import { kauthRefusal } from './kauth-refusal.js';
import { redeemRefreshToken } from './refresh-grant.js';

/**
 * POST /oauth/token. The order of the questions is Kakao's: who asks, the
 * secret, the grant type, the code, the redirect_uri.
 */
export function answerToken(world: World, ask: Ask, fault?: Fault): Answer {
  try {
    const app = clientOf(world, ask);
    checkSecret(app, ask.form.get('client_secret'));
    checkQuota(fault);
    return byGrantType(world, app, ask.form);
  } catch (error) {
    world.codes.markFailed(ask.form.get('code'));
    throw error;
  }
}

function clientOf(world: World, ask: Ask): KakaoApp {
  // Only client_secret_post exists: with Basic no client is seen at all.
  const clientId = ask.authorization ? null : ask.form.get('client_id');
  const key = world.apps.findByKey(clientId);
  if (key?.kind !== 'rest')
    throw new Refusal(kauthRefusal('KOE101', ` [${clientId}]`));
  return key.app;
}

function checkSecret(app: KakaoApp, secret: string | null): void {
  if (app.secretEnabled && secret !== app.clientSecret)
    throw new Refusal(kauthRefusal('KOE010'));
}

function checkQuota(fault: Fault | undefined): void {
  if (fault?.name === 'quota-400') throw new Refusal(kauthRefusal('KOE237'));
  if (fault?.name === 'quota-429')
    throw new Refusal({ ...kauthRefusal('KOE237'), status: 429 });
}

function byGrantType(
  world: World,
  app: KakaoApp,
  form: URLSearchParams,
): Answer {
  const grantType = form.get('grant_type');
  if (grantType === 'authorization_code') return redeemCode(world, app, form);
  if (grantType === 'refresh_token')
    return redeemRefreshToken(world, app, form);
  throw new Refusal(kauthRefusal('KOE310'));
}
