/*
 * What the contract (§3.3, §6 "Sessions") says of sessions, told without the server: no hashes, no
 * records, no SQL, just every token that was ever handed out, in order, and when. One call of
 * `allows` asks whether an answer may follow from a state, and what the state is then.
 */

import {
  ending,
  holder,
  type Issued,
  type Outcome,
  replace,
  type Session,
  type State,
} from './session-state.js';

const GRACE_MS = 10_000;
const IDLE_MS = 7 * 86_400_000;
/** Shorter than by default, so that it is often reached. */
const MAX_AGE_MS = 8 * 86_400_000;
const ACCESS_MS = 10 * 60_000;

/** Something a client asks of the server, all tokens known. */
export type Request =
  | { readonly ask: 'refresh'; readonly token: string }
  | { readonly ask: 'access'; readonly accessToken: string }
  | { readonly ask: 'logout'; readonly token: string }
  | { readonly ask: 'logoutAll' }
  | {
      readonly ask: 'changePassword';
      readonly accessToken: string;
      readonly version: number;
    };

/** The state after `outcome` answered `request`; undefined when it must not. */
export function allows(
  state: State,
  request: Request,
  outcome: Outcome,
  now: number,
): State | undefined {
  const { code } = outcome;
  switch (request.ask) {
    case 'refresh':
      return refreshed(state, request.token, outcome, now);
    case 'access':
      return code === expectedAccess(state, request.accessToken, now)
        ? state
        : undefined;
    case 'logout': {
      const leaving = holder(state, request.token);
      return code === 'ok'
        ? ending(state, (session) => session === leaving)
        : undefined;
    }
    case 'logoutAll':
      return code === 'ok' ? ending(state, () => true) : undefined;
    case 'changePassword': {
      const own = holder(state, request.accessToken);
      if (own.ended) return code === 'session_revoked' ? state : undefined;
      if (request.version !== state.passwordVersion)
        return code === 'invalid_credentials' ? state : undefined;
      const next = ending(state, (session) => session !== own);
      const passwordVersion = state.passwordVersion + 1;
      return code === 'ok' ? { ...next, passwordVersion } : undefined;
    }
  }
}

export function isLive(state: State, index: number, now: number): boolean {
  const session = state.sessions[index]!;
  return !session.ended && now < endOf(session, session.chain.at(-1)!.at);
}

export function isInTime(
  state: State,
  accessToken: string,
  now: number,
): boolean {
  return expectedAccess(state, accessToken, now) !== 'access_token_expired';
}

/** The order of the questions is the contract's: in time? alive? the last, or the one before within the grace? */
function refreshed(
  state: State,
  token: string,
  { code, token: next, accessToken }: Outcome,
  now: number,
): State | undefined {
  const session = holder(state, token);
  const { chain } = session;
  const age =
    chain.length - 1 - chain.findIndex((each) => each.token === token);
  const accept = (successor: readonly Issued[]) =>
    code !== 'ok' || next === undefined || accessToken === undefined
      ? undefined
      : replace(state, session, {
          ...session,
          chain: [...chain, ...successor],
          access: [...session.access, { token: accessToken, at: now }],
        });

  if (now >= endOf(session, chain[chain.length - 1 - age]!.at))
    return code === 'refresh_token_expired' ? state : undefined;
  const isReuse = age > 1 || (age === 1 && now >= chain.at(-1)!.at + GRACE_MS);
  if (session.ended) {
    // Two who bring old tokens at the same moment may both be told of reuse.
    const mayBeTold = session.justEnded && isReuse;
    if (code === 'session_revoked') return state;
    return mayBeTold && code === 'refresh_token_reused' ? state : undefined;
  }
  if (isReuse)
    return code === 'refresh_token_reused'
      ? ending(state, (each) => each === session)
      : undefined;
  if (age === 1) return next === chain.at(-1)!.token ? accept([]) : undefined;
  const isNew = state.sessions.every((each) =>
    each.chain.every((known) => known.token !== next),
  );
  return isNew ? accept([{ token: next!, at: now }]) : undefined;
}

function expectedAccess(
  state: State,
  accessToken: string,
  now: number,
): string {
  const session = holder(state, accessToken);
  // A token that was issued twice in a second is the same text.
  const { at } = session.access.find(({ token }) => token === accessToken)!;
  const lastRotation = session.chain.findLast((issued) => issued.at <= at)!;
  const end = Math.min(at + ACCESS_MS, endOf(session, lastRotation.at));
  if (now >= end) return 'access_token_expired';
  return session.ended ? 'session_revoked' : 'ok';
}

/** The idle or the absolute end, whichever is first, of a token issued `at`. */
function endOf(session: Session, at: number): number {
  return Math.min(at + IDLE_MS, session.openedAt + MAX_AGE_MS);
}
