import type { MunjigiClient } from './munjigi-client.js';

/** As much of a Socket.IO client's socket as is used here. */
interface SocketLike {
  readonly connected: boolean;
  auth: unknown;
  connect(): unknown;
  disconnect(): unknown;
  // eslint-disable-next-line
  on(event: string, listener: (...args: any[]) => void): unknown;
  // eslint-disable-next-line
  off(event: string, listener: (...args: any[]) => void): unknown;
  emit(event: string, ...args: unknown[]): unknown;
}

/**
 * Gives a Socket.IO socket a fresh access token at each connection, hands it newer ones while it is open, and ends it
 * with the login.
 *
 * @example
 * const socket = io('/chat', { transports: ['websocket'], autoConnect: false });
 * const stop = withSocket(socket, client);
 * socket.connect();
 *
 * @returns ends the care; the socket stays as it is
 */
export function withSocket(
  socket: SocketLike,
  client: MunjigiClient,
): () => void {
  let used: string | null = null;

  socket.auth = (send: (auth: { token: string | null }) => void) =>
    // Where the server does not answer a socket has nothing to hope for either, and tries again by itself.
    void client
      .accessToken()
      .catch(() => null)
      .then((token) => send({ token: (used = token) }));

  /** Socket.IO does not come back by itself from a refusal. */
  const onRefused = ({ data }: { data?: { code?: string } }) => {
    if (data?.code === undefined || used === null) return;
    void client.renewedToken(used).then(
      (token) => token !== null && token !== used && socket.connect(),
      () => {},
    );
  };
  /** Nor when the server was the one to hang up, as it does when a token's time is over. */
  const onDisconnect = (reason: string) => {
    if (reason === 'io server disconnect' && client.user) socket.connect();
  };
  const stopFollowing = client.onToken((token) => {
    if (token === null) socket.disconnect();
    else if (socket.connected)
      socket.emit('auth:refresh', { token: (used = token) });
  });
  socket.on('connect_error', onRefused);
  socket.on('disconnect', onDisconnect);
  return () => {
    stopFollowing();
    socket.off('connect_error', onRefused);
    socket.off('disconnect', onDisconnect);
  };
}
