import { claimsOf } from './access-token.js';
import type { Tokens, User } from './types.js';

const MAX_AHEAD_MS = 30_000;

/** A login as this tab knows it. */
export interface Session {
  /** Stays the same over refreshes; every login makes another. */
  readonly id: string | undefined;
  readonly user: User;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** When to refresh it before anybody has to wait for that. */
  readonly dueAt: number;
}

/** Null: nobody is logged in. Undefined: nobody has asked the server yet. */
export type SessionState = Session | null | undefined;

export function sessionOf({ user, accessToken, expiresIn }: Tokens): Session {
  const lifeMs = expiresIn * 1000;
  const expiresAt = Date.now() + lifeMs;
  return {
    id: claimsOf(accessToken).sid,
    user,
    accessToken,
    expiresAt,
    dueAt: expiresAt - Math.min(MAX_AHEAD_MS, lifeMs / 4),
  };
}

/** Good for another moment, as far as this machine's clock can tell. */
export function isFresh(session: SessionState): session is Session {
  return session ? session.expiresAt > Date.now() : false;
}

/** Fresh, and not about to end. */
export function isLongFresh(session: SessionState): session is Session {
  return session ? session.dueAt > Date.now() : false;
}

export function isNewer(session: Session, state: SessionState): boolean {
  return !state || session.expiresAt > state.expiresAt;
}

/** Whether nothing a person can see has changed. */
export function isSameUser(a: User | undefined, b: User | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
