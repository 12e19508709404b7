import { claimsOf } from './access-token.js';
import { Comeback } from './comeback.js';
import type { MunjigiClient } from './munjigi-client.js';
import { isTokenCode } from './token-codes.js';

/** As much of a Socket.IO client's socket as is used here. */
interface SocketState {
  readonly connected: boolean;
  /** Whether Socket.IO comes back by itself. */
  readonly active: boolean;
  auth: unknown;
  connect(): unknown;
  disconnect(): unknown;
}

/** Whatever events its application has types for. */
interface AnySocket extends SocketState {
  on(event: never, listener: never): unknown;
  off(event: never, listener: never): unknown;
  emit(event: never, ...args: never[]): unknown;
}

interface OwnSocket extends SocketState {
  on(event: string, listener: (...args: unknown[]) => void): unknown;
  off(event: string, listener: (...args: unknown[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
}

/** What a server's middleware says of a handshake, where it is no network error. */
interface Refusal {
  readonly data?: { readonly code?: unknown };
}

/**
 * Gives a Socket.IO socket a fresh access token at each connection, hands it newer ones while it is open, and ends it
 * with the login. It comes back when the server refused it or hung up, and as another user when another one logs in.
 *
 * @example
 * const socket = io('/chat', { transports: ['websocket'], autoConnect: false });
 * const stop = withSocket(socket, client);
 * socket.connect();
 *
 * @returns ends the care; the socket stays as it is
 */
export function withSocket(
  socket: AnySocket,
  client: MunjigiClient,
): () => void {
  const own = socket as OwnSocket;
  const care = new SocketCare(own, client);
  const listeners = Object.entries(care.listeners);
  for (const [event, listener] of listeners) own.on(event, listener);
  return () => {
    care.end();
    for (const [event, listener] of listeners) own.off(event, listener);
  };
}

class SocketCare {
  readonly #socket: OwnSocket;
  readonly #client: MunjigiClient;
  readonly #comeback: Comeback;
  readonly #stopFollowing: () => void;
  /** What the socket was opened with, or has been handed since. */
  #used: string | null = null;
  /** What has come since the care began. */
  #latest: string | null = null;
  #isExpired = false;
  /** It would be open if somebody were logged in. */
  #isWaiting = false;
  #hasEnded = false;

  constructor(socket: OwnSocket, client: MunjigiClient) {
    this.#socket = socket;
    this.#client = client;
    this.#comeback = new Comeback(() => this.#comeBack());
    this.#stopFollowing = client.onToken((token) => this.#follow(token));
    socket.auth = (send: (auth: { token: string | null }) => void) =>
      // Where the server does not answer a socket has nothing to hope for either, and comes back later.
      void client
        .accessToken()
        .catch(() => null)
        .then((token) => send({ token: (this.#used = token) }));
  }

  readonly listeners = {
    connect: () => this.#connected(),
    connect_error: (error: unknown) =>
      this.#refused((error as Refusal).data?.code),
    'auth:expired': () => void (this.#isExpired = true),
    disconnect: (reason: unknown) => this.#disconnected(reason),
  };

  end(): void {
    this.#hasEnded = true;
    this.#stopFollowing();
    this.#comeback.cancel();
  }

  /** Another token may have come during the handshake, even another user's. */
  #connected(): void {
    this.#comeback.connected();
    this.#isWaiting = false;
    if (this.#latest && this.#latest !== this.#used)
      this.#handOver(this.#latest);
  }

  #refused(code: unknown): void {
    if (this.#socket.active) return;
    const comeBack = (isUrgent: boolean) => {
      if (!this.#hasEnded) this.#comeback.plan({ isUrgent });
    };
    if (!isTokenCode(code) || this.#used === null) comeBack(false);
    else
      this.#client.renewedToken(this.#used).then(
        () => comeBack(true),
        () => comeBack(false),
      );
  }

  /** Socket.IO does not come back by itself when the server was the one to hang up, as it does when a token's time is over. */
  #disconnected(reason: unknown): void {
    this.#comeback.disconnected();
    if (reason === 'io server disconnect')
      this.#comeback.plan({ isUrgent: this.#isExpired });
    this.#isExpired = false;
  }

  #follow(token: string | null): void {
    this.#latest = token;
    if (token === null) {
      this.#isWaiting = this.#socket.active;
      this.#socket.disconnect();
    } else if (this.#socket.connected) this.#handOver(token);
    else if (this.#isWaiting) this.#comeBack();
  }

  #comeBack(): void {
    this.#isWaiting = this.#client.user === null;
    if (!this.#isWaiting) this.#socket.connect();
  }

  /** A socket stays with the session it was opened for. */
  #handOver(token: string): void {
    const isSameSession =
      claimsOf(token).sid === claimsOf(this.#used ?? '').sid;
    if (!isSameSession) return this.#openAgain();
    this.#used = token;
    this.#socket.emit(
      'auth:refresh',
      { token },
      (answer?: { ok?: unknown }) => {
        if (answer?.ok !== true) this.#openAgain();
      },
    );
  }

  #openAgain(): void {
    if (this.#hasEnded) return;
    this.#socket.disconnect();
    this.#socket.connect();
  }
}
