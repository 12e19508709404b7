import type { Tokens, User } from './types.js';

/** A login as this tab knows it. */
export interface Session {
  readonly user: User;
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Null: nobody is logged in. Undefined: nobody has asked the server yet. */
export type SessionState = Session | null | undefined;

export function sessionOf({ user, accessToken, expiresIn }: Tokens): Session {
  return { user, accessToken, expiresAt: Date.now() + expiresIn * 1000 };
}

/** Good for another `marginMs`, as far as this machine's clock can tell. */
export function isFresh(
  session: SessionState,
  marginMs = 0,
): session is Session {
  return session ? session.expiresAt - Date.now() > marginMs : false;
}

export function isNewer(session: Session, state: SessionState): boolean {
  return !state || session.expiresAt > state.expiresAt;
}

export function isSameUser(a: User | undefined, b: User | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
