import { claimsOf } from './access-token.js';
import type {
  Call,
  ClientOptions,
  KakaoProof,
  LoggedIn,
  Registration,
} from './client-options.js';
import { defaultStorage } from './default-storage.js';
import { keepFresh } from './keep-fresh.js';
import { Logins } from './logins.js';
import { Refresher } from './refresher.js';
import { Requests } from './requests.js';
import { Server } from './server.js';
import { type ChangeListener, SessionStore } from './session-store.js';
import type { SessionState } from './session.js';
import { browserTabs, noTabs, type Tabs } from './tabs.js';
import type { User } from './types.js';

/**
 * Somebody's login at a Munjigi server.
 *
 * @example
 * const client = new MunjigiClient();
 * const user = await client.restore();             // when the page loads; null: nobody is logged in
 * await client.login({ username, password });
 * const me = await client.call<User>('/api/users/me');
 */
export class MunjigiClient {
  /** Where the access token may be sent. */
  readonly origin: string;
  readonly #store = new SessionStore();
  readonly #tabs: Tabs;
  readonly #refresher: Refresher;
  readonly #requests: Requests;
  readonly #logins: Logins;
  readonly #stopKeeping: () => void;

  constructor({
    baseUrl,
    fetch,
    storage = defaultStorage(fetch),
    tabs,
  }: ClientOptions = {}) {
    this.origin = new URL(baseUrl ?? location.origin).origin;
    // The browser's own throws as a method of anything else.
    const send: typeof globalThis.fetch = (input, init) =>
      (fetch ?? globalThis.fetch)(input, init);
    const isPage = typeof document !== 'undefined' && !storage;
    this.#tabs = tabs ?? (isPage ? browserTabs(this.origin) : noTabs());
    const server = new Server(this.origin, storage, send);
    this.#refresher = new Refresher(server, this.#store, this.#tabs);
    this.#requests = new Requests(
      this.origin,
      this.#store,
      this.#refresher,
      send,
    );
    this.#logins = new Logins({
      server,
      store: this.#store,
      tabs: this.#tabs,
      refresher: this.#refresher,
      requests: this.#requests,
    });
    this.#stopKeeping = isPage
      ? keepFresh(this.#store, this.#refresher)
      : () => {};
  }

  /** Who is logged in; null: nobody; undefined: `restore` has not answered yet. */
  get user(): User | null | undefined {
    const { state } = this.#store;
    return state ? state.user : state;
  }

  /** Hears of every change of `user`, in whatever tab it began. @returns ends it */
  onChange(listener: ChangeListener): () => void {
    return this.#store.onChange(listener);
  }

  /**
   * Who was logged in when the page was left. To be called when it loads.
   * @throws MunjigiError `network`, or the server's 5xx: nobody knows yet then, and it may be called again
   */
  async restore(): Promise<User | null> {
    // Nobody may have told a tab that somebody has logged in.
    const stale = this.#store.state === null ? null : undefined;
    return (await this.#refresher.refresh(stale))?.user ?? null;
  }

  /** Makes an account and logs in. @throws MunjigiError */
  register(account: Registration, signal?: AbortSignal): Promise<LoggedIn> {
    return this.#logins.begin('/api/auth/register', account, signal);
  }

  /** @throws MunjigiError invalid_credentials, account_disabled, rate_limited */
  login(
    credentials: { username: string; password: string },
    signal?: AbortSignal,
  ): Promise<LoggedIn> {
    return this.#logins.begin('/api/auth/login', credentials, signal);
  }

  /** With what Kakao's SDK, or a redirect of the app's own, brought. @throws MunjigiError kakao_rejected, kakao_unavailable */
  loginWithKakao(proof: KakaoProof, signal?: AbortSignal): Promise<LoggedIn> {
    return this.#logins.begin('/api/auth/kakao', proof, signal);
  }

  /** Leaves the page for Kakao. It comes back to `returnTo`, logged in or with `?error=<code>`; call `restore` there. */
  startKakao(returnTo: string = location.href): void {
    const query = new URLSearchParams({ returnTo });
    location.assign(`${this.origin}/api/auth/kakao?${query}`);
  }

  /** The same, to add Kakao to the account that is logged in. */
  async linkKakao(returnTo: string = location.href): Promise<void> {
    const { authorizeUrl } = await this.call<{ authorizeUrl: string }>(
      '/api/auth/kakao/link/authorize',
      { body: { returnTo }, credentials: 'include' },
    );
    location.assign(authorizeUrl);
  }

  /** @throws MunjigiError when the server was not reached: the login has not ended then */
  logout(signal?: AbortSignal): Promise<void> {
    return this.#logins.end(signal);
  }

  /** Ends every session of the user, on every device. */
  logoutAll(signal?: AbortSignal): Promise<void> {
    return this.#logins.endAll('POST', '/api/auth/logout-all', { signal });
  }

  /** @throws MunjigiError reauthentication_required, invalid_credentials, last_admin */
  deleteAccount(password?: string, signal?: AbortSignal): Promise<void> {
    const body = { password };
    return this.#logins.endAll('DELETE', '/api/users/me', { body, signal });
  }

  /** The user as the server knows them now: after a change of the profile, or a confirmed address. */
  async reload(): Promise<User> {
    const user = await this.call<User>('/api/users/me');
    this.#store.setUser(user);
    this.#tabs.tell({ type: 'profile', user });
    return user;
  }

  /** `fetch` with the access token, to this client's server and nowhere else. */
  fetch(
    input: Parameters<typeof fetch>[0],
    init?: RequestInit,
  ): Promise<Response> {
    return this.#requests.request(input, init);
  }

  /** JSON there and back. @throws MunjigiError */
  call<T = void>(path: string, options?: Call): Promise<T> {
    return this.#requests.call<T>(path, options);
  }

  /**
   * An access token for what is neither `fetch` nor `call`; null when nobody is logged in.
   * @throws MunjigiError session_revoked when another user logged in while it was renewed
   */
  async accessToken(signal?: AbortSignal): Promise<string | null> {
    return (await this.#requests.current(signal))?.accessToken ?? null;
  }

  /** Another one than `refused`, which the server does not take any more; null when its user is not logged in. */
  async renewedToken(
    refused: string,
    signal?: AbortSignal,
  ): Promise<string | null> {
    const { state } = this.#store;
    const session = await (state?.accessToken === refused
      ? this.#requests.renewed(state, signal)
      : this.#requests.current(signal));
    const isTheirs = session?.user.id === claimsOf(refused).sub;
    return isTheirs ? (session?.accessToken ?? null) : null;
  }

  /** Hears of every new access token. @returns ends it */
  onToken(listener: (accessToken: string | null) => void): () => void {
    const tokenOf = (state: SessionState) => state && state.accessToken;
    let last = tokenOf(this.#store.state);
    return this.#store.follow((state) => {
      const token = tokenOf(state) ?? null;
      if (token !== last) listener((last = token));
    });
  }

  /** Ends timers and listeners; the login stays. */
  close(): void {
    this.#stopKeeping();
    this.#tabs.close();
  }
}
