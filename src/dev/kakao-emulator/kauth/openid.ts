import { type Answer, jsonAnswer, Refusal } from '../http/answer.js';
import type { Ask } from '../http/ask.js';
import type { Json } from '../http/json.js';
import type { World } from '../state/world.js';
import { kauthRefusal } from './kauth-refusal.js';

const CLAIMS =
  'iss aud sub auth_time exp iat nonce nickname picture email'.split(' ');

/** GET /.well-known/openid-configuration. */
export function answerDiscovery(world: World): Answer {
  const { baseUrl, issuer } = world;
  return jsonAnswer(200, {
    issuer,
    authorization_endpoint: `${baseUrl}/oauth/authorize`,
    token_endpoint: `${baseUrl}/oauth/token`,
    userinfo_endpoint: `${baseUrl}/v1/oidc/userinfo`,
    jwks_uri: `${baseUrl}/.well-known/jwks.json`,
    token_endpoint_auth_methods_supported: ['client_secret_post'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    request_uri_parameter_supported: false,
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'refresh_token'],
    code_challenge_methods_supported: ['S256'],
    claims_supported: CLAIMS,
  });
}

/** GET /.well-known/jwks.json. */
export function answerKeys(world: World): Answer {
  const fixed = { kty: 'RSA', alg: 'RS256', use: 'sig' };
  const keys = world.keys.published().map((key) => ({ ...fixed, ...key }));
  return jsonAnswer(200, { keys });
}

/** Counted even when the fetch fails: asking is what Kakao blocks. */
export function noteKeyFetch(world: World): void {
  if (!world.keyFetches.record())
    world.journal.note(
      'Fetched the JWKS too often: once, and once more for an unknown kid, per minute.',
    );
}

/** POST /oauth/tokeninfo: for debugging only. */
export function answerTokeninfo(world: World, ask: Ask): Answer {
  world.journal.note(
    'Used /oauth/tokeninfo, which is for debugging and not for validation.',
  );
  const claims = world.keys.verified(ask.form.get('id_token') ?? '');
  const isCurrent = Number(claims?.['exp']) > world.clock.seconds();
  if (!claims || !isCurrent) throw new Refusal(kauthRefusal('KOE400'));
  return jsonAnswer(200, claims as Record<string, Json>);
}
