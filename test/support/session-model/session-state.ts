/** What came of it: `ok` or an error code, and the tokens where there are any. */
export interface Outcome {
  readonly code: string;
  readonly token?: string;
  readonly accessToken?: string;
}

export interface Issued {
  readonly token: string;
  readonly at: number;
}

export interface Session {
  readonly openedAt: number;
  /** Oldest first: the last is good, the one before it is forgiven for the grace. */
  readonly chain: readonly Issued[];
  readonly access: readonly Issued[];
  readonly ended: boolean;
  /** Ended by one of the requests that run at the same time. */
  readonly justEnded: boolean;
}

/** The sessions of one user. Never changed: each step makes a new one. */
export interface State {
  readonly sessions: readonly Session[];
  readonly passwordVersion: number;
}

export const EMPTY: State = { sessions: [], passwordVersion: 0 };

export function opened(state: State, outcome: Outcome, now: number): State {
  const session = {
    openedAt: now,
    chain: [{ token: outcome.token!, at: now }],
    access: [{ token: outcome.accessToken!, at: now }],
    ended: false,
    justEnded: false,
  };
  return { ...state, sessions: [...state.sessions, session] };
}

/** Requests that run together are done: whoever asks now came after. */
export function settled(state: State): State {
  const sessions = state.sessions.map((each) => ({
    ...each,
    justEnded: false,
  }));
  return { ...state, sessions };
}

/** Whose token it is. */
export function holder(state: State, token: string): Session {
  return state.sessions.find(({ chain, access }) =>
    [...chain, ...access].some((issued) => issued.token === token),
  )!;
}

/** With these sessions ended. */
export function ending(
  state: State,
  matches: (session: Session) => boolean,
): State {
  const sessions = state.sessions.map((session) =>
    matches(session) && !session.ended
      ? { ...session, ended: true, justEnded: true }
      : session,
  );
  return { ...state, sessions };
}

export function replace(state: State, old: Session, next: Session): State {
  const sessions = state.sessions.map((each) => (each === old ? next : each));
  return { ...state, sessions };
}
