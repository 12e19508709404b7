import {
  isNewer,
  isSameUser,
  type Session,
  type SessionState,
} from './session.js';
import type { User } from './types.js';

export type ChangeListener = (user: User | null) => void;

/**
 * Who is logged in. The access token is in this private field and nowhere else, so that a script that reads the page's
 * storage finds none.
 */
export class SessionStore {
  #state: SessionState;
  #lastEnded: string | undefined;
  readonly #listeners = new Set<ChangeListener>();
  readonly #followers = new Set<(state: SessionState) => void>();

  get state(): SessionState {
    return this.#state;
  }

  set(next: NonNullable<SessionState> | null): void {
    const before = this.#state;
    this.#state = next;
    for (const follow of this.#followers) reporting(() => follow(next));
    if (before !== undefined && isSameUser(before?.user, next?.user)) return;
    const user = next?.user ?? null;
    for (const listener of this.#listeners) reporting(() => listener(user));
  }

  /** The profile has changed, of whoever this is. */
  setUser(user: User): void {
    if (this.#state?.user.id === user.id) this.set({ ...this.#state, user });
  }

  /** Unless it has ended: what a tab told before may come after what another one told then. */
  setIfNewer(session: Session): void {
    if (session.id !== undefined && session.id === this.#lastEnded) return;
    if (isNewer(session, this.#state)) this.set(session);
  }

  /** Another login than this one may have begun in the meantime; it stays. */
  end(sessionId: string | undefined): void {
    this.#lastEnded = sessionId ?? this.#lastEnded;
    if (this.#state?.id === sessionId) this.set(null);
  }

  /** Hears of another user, or none. @returns ends it */
  onChange(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Hears of every new token. @returns ends it */
  follow(follower: (state: SessionState) => void): () => void {
    this.#followers.add(follower);
    return () => void this.#followers.delete(follower);
  }
}

/** As an event target does: what the app's own listener throws stops neither the others nor the login. */
function reporting(hear: () => void): void {
  try {
    hear();
  } catch (error) {
    if (typeof reportError === 'function') reportError(error);
    else
      setTimeout(() => {
        throw error;
      });
  }
}
