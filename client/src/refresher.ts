import { inTurn } from './in-turn.js';
import type { Server } from './server.js';
import type { SessionStore } from './session-store.js';
import {
  isFresh,
  isSameToken,
  type Session,
  sessionOf,
  type SessionState,
} from './session.js';
import type { Tabs } from './tabs.js';
import { endsLogin } from './token-codes.js';

/** How long a tab that waited for another one's refresh waits to be told of it. */
const TOLD_WITHIN_MS = 100;

/**
 * Keeps one refresh under way at a time: in this tab all callers wait for the same one; in other tabs they wait for the
 * lock, and are told the outcome instead of asking again.
 */
export class Refresher {
  readonly #server: Server;
  readonly #store: SessionStore;
  readonly #tabs: Tabs;
  #underWay: Promise<Session | null> | undefined;

  constructor(server: Server, store: SessionStore, tabs: Tabs) {
    this.#server = server;
    this.#store = store;
    this.#tabs = tabs;
  }

  /**
   * Another session than `stale`, or null when nobody is logged in.
   * @throws MunjigiError when the server cannot be asked; whoever was logged in stays so
   */
  refresh(stale: SessionState): Promise<Session | null> {
    const { state } = this.#store;
    if (state !== undefined && !isSameToken(state, stale))
      return Promise.resolve(state);
    this.#underWay ??= inTurn(this.#tabs, (waited) =>
      this.#afterOthers(waited, stale),
    ).finally(() => (this.#underWay = undefined));
    return this.#underWay;
  }

  async #afterOthers(
    waited: boolean,
    stale: SessionState,
  ): Promise<Session | null> {
    if (waited && isSameToken(this.#store.state, stale)) await this.#beTold();
    const { state } = this.#store;
    const isTold = state !== undefined && !isSameToken(state, stale);
    return isTold && (state === null || isFresh(state)) ? state : this.#ask();
  }

  async #ask(): Promise<Session | null> {
    const { state } = this.#store;
    try {
      const isPageInUse = state !== undefined;
      const session = sessionOf(await this.#server.refresh({ isPageInUse }));
      this.#store.set(session);
      this.#tabs.tell({ type: 'session', session });
      return session;
    } catch (error) {
      if (!endsLogin(error)) throw error;
      this.#server.forgetLate();
      this.#store.end(state?.id);
      this.#tabs.tell({ type: 'ended', sessionId: state?.id });
      return null;
    }
  }

  /** The tab before may have told already, and its word be on its way. */
  #beTold(): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        stop();
        resolve();
      };
      const stop = this.#store.follow(done);
      const timer = setTimeout(done, TOLD_WITHIN_MS);
    });
  }
}

/** What fails here is tried again by the next request, which has somebody to tell. */
export function refreshInBackground(
  refresher: Refresher,
  state: SessionState,
): void {
  refresher.refresh(state).catch(() => {});
}
