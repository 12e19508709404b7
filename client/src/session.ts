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

/** Whether anything, of whoever says so, is somebody's login. */
export function isLogin(value: unknown): boolean {
  const { accessToken, user } = Object(value) as Record<string, unknown>;
  return typeof accessToken === 'string' && isUser(user);
}

export function isUser(value: unknown): boolean {
  return typeof (Object(value) as Partial<User>).id === 'string';
}

/** Good for another moment, as far as this machine's clock can tell. */
export function isFresh(session: SessionState): session is Session {
  return session ? session.expiresAt > Date.now() : false;
}

/** Fresh, and not about to end. */
export function isLongFresh(session: SessionState): session is Session {
  return session ? session.dueAt > Date.now() : false;
}

/** By the server's clock: this machine's may have been set back in between. */
export function isNewer(session: Session, state: SessionState): boolean {
  if (!state || session.id !== state.id) return true;
  const later = endOf(session) - endOf(state);
  return later > 0 || (later === 0 && session.expiresAt > state.expiresAt);
}

/** A refresh within a second gives a token that reads the same. */
export function isSameToken(a: SessionState, b: SessionState): boolean {
  if (!a || !b) return a === b;
  return a.accessToken === b.accessToken && a.expiresAt === b.expiresAt;
}

/** Whether nothing a person can see has changed. */
export function isSameUser(a: User | undefined, b: User | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function endOf({ accessToken }: Session): number {
  return claimsOf(accessToken).exp ?? 0;
}
