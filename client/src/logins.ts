import type { LoggedIn } from './client-options.js';
import { inTurn } from './in-turn.js';
import { sessionRevoked } from './munjigi-error.js';
import { type Refresher, refreshInBackground } from './refresher.js';
import type { Requests } from './requests.js';
import type { Server } from './server.js';
import type { SessionStore } from './session-store.js';
import { sessionOf, type SessionState } from './session.js';
import type { TabMessage, Tabs } from './tabs.js';

interface Parts {
  readonly server: Server;
  readonly store: SessionStore;
  readonly tabs: Tabs;
  readonly refresher: Refresher;
  readonly requests: Requests;
}

/** Begins and ends logins, alone among the tabs, and tells and hears of those of the others. */
export class Logins {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
    parts.tabs.listen((message) => this.#hear(message));
  }

  /** Alone, so that the cookie of a refresh under way does not take the place of the new one. */
  begin(path: string, body: object, signal?: AbortSignal): Promise<LoggedIn> {
    const { server, store, tabs } = this.#parts;
    return inTurn(
      tabs,
      async () => {
        const tokens = await server.logIn(path, body, signal);
        const session = sessionOf(tokens);
        store.set(session);
        tabs.tell({ type: 'session', session });
        return { ...tokens.user, isNewUser: tokens.isNewUser };
      },
      signal,
    );
  }

  /** Alone, so that no answer of a refresh that comes later logs in again. */
  end(signal?: AbortSignal): Promise<void> {
    const { server, store, tabs } = this.#parts;
    return inTurn(
      tabs,
      async () => {
        await server.logOut(store.state?.accessToken);
        await server.forget();
        // The cookie said whose, and may be of a login that this tab hears of only now.
        this.#ended(store.state);
      },
      signal,
    );
  }

  /** By a call that ends every session; with a new token, so that no refresh is needed while nothing else may happen. */
  async endAll(
    method: string,
    path: string,
    { body, signal }: { body?: object; signal?: AbortSignal },
  ): Promise<void> {
    const { requests, server, store, tabs } = this.#parts;
    const session = await requests.renewed(store.state, signal);
    await inTurn(
      tabs,
      async () => {
        if (!session || store.state?.user.id !== session.user.id)
          throw sessionRevoked();
        const proof = { accessToken: session.accessToken, caller: signal };
        await server.end(method, path, body, proof);
        await server.forget();
        // Their latest, which this tab may have heard of only now; not that of another user.
        const now = store.state;
        this.#ended(now?.user.id === session.user.id ? now : session);
      },
      signal,
    );
  }

  #ended(session: SessionState): void {
    const { store, tabs } = this.#parts;
    store.end(session?.id);
    tabs.tell({ type: 'ended', sessionId: session?.id });
  }

  #hear(message: TabMessage): void {
    const { refresher, server, store } = this.#parts;
    if (message.type === 'profile') return store.setUser(message.user);
    server.forgetLate();
    if (message.type === 'session') return store.setIfNewer(message.session);
    store.end(message.sessionId);
    // The cookie that all share is gone, and may have been of a later login than that tab knew of.
    if (store.state) refreshInBackground(refresher, store.state);
  }
}
