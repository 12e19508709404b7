import { Refusal } from '../http/answer.js';
import { type Ask, fieldOf } from '../http/ask.js';
import type { Link } from '../state/links.js';
import type { AccessToken } from '../state/tokens.js';
import type { World } from '../state/world.js';
import { kapiRefusal } from './kapi-refusal.js';

/** Whose data a kapi call is about, and by what right. */
export interface Caller {
  readonly link: Link;
  /** Absent when the admin key was used. */
  readonly token?: AccessToken | undefined;
}

/** The caller by access token or by admin key; refuses everybody else. */
export function callerByTokenOrAdminKey(world: World, ask: Ask): Caller {
  const [scheme, credential = ''] = ask.authorization?.split(' ') ?? [];
  return scheme === 'KakaoAK'
    ? byAdminKey(world, ask, credential)
    : callerByToken(world, ask);
}

/** The caller by access token only. */
export function callerByToken(
  world: World,
  ask: Ask,
): Caller & { token: AccessToken } {
  const token = world.tokens.findAccess(presentedToken(world, ask) ?? '');
  const link = token && world.links.find(token.app, token.person);
  if (!token || !link) throw new Refusal(kapiRefusal(-401));
  // A token keeps the number it was issued for, even a made-up one.
  return { token, link: { ...link, userId: token.userId } };
}

function presentedToken(world: World, ask: Ask): string | null {
  if (ask.authorization === undefined) return ask.query.get('access_token');
  const [scheme, credential = ''] = ask.authorization.split(' ');
  if (world.apps.isSecret(credential))
    world.journal.note(`Sent the admin key or a secret as ${scheme} token.`);
  return scheme === 'Bearer' ? credential : null;
}

function byAdminKey(world: World, ask: Ask, credential: string): Caller {
  const key = world.apps.findByKey(credential);
  if (key?.kind !== 'admin') throw new Refusal(kapiRefusal(-401));
  const target = fieldOf(ask, 'target_id') ?? '';
  if (fieldOf(ask, 'target_id_type') !== 'user_id' || !/^\d+$/.test(target))
    throw new Refusal(kapiRefusal(-2));
  const link = world.links.findByUserId(key.app, target);
  if (!link) throw new Refusal(kapiRefusal(-101));
  return { link };
}
