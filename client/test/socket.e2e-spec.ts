import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { startServer, type TestServer } from '../../test/support/server.js';
import type { MunjigiClient } from '../src/index.js';
import { withSocket } from '../src/socket.js';
import { FakeBrowser } from './fake-browser.js';

interface Heard {
  'auth:expired': (why: { code: string }) => void;
}

interface Said {
  'auth:refresh': (
    renewed: { token: string },
    answer: (answer: { ok: boolean }) => void,
  ) => void;
}

/** A server of sockets that asks the application who a token is. */
describe('a socket with the client', () => {
  let server: TestServer;
  let sockets: Server;
  let url: string;
  let connected: ServerSocket[] = [];
  /** Tokens that were handed over while the socket was open. */
  let renewals: string[] = [];
  /** What `auth:refresh` answers. */
  let renewal: { ok: boolean };
  /** Refuses handshakes, whatever the token. */
  let refusal: string | undefined;
  let handshakes = 0;
  beforeAll(async () => {
    server = await startServer();
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    sockets = new Server(http, { transports: ['websocket'] });
    sockets.use((socket, next) => {
      handshakes += 1;
      void refusalOf(socket.handshake.auth.token).then((code) =>
        next(
          code ? Object.assign(new Error(code), { data: { code } }) : undefined,
        ),
      );
    });
    sockets.on('connection', (socket) => {
      connected.push(socket);
      socket.on('auth:refresh', ({ token }, answer) => {
        renewals.push(token);
        answer(renewal);
      });
    });
    url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await sockets.close();
    await server.close();
  });

  let client: MunjigiClient;
  let browser: FakeBrowser;
  let socket: Socket<Heard, Said>;
  let stop: () => void;
  let names = 0;
  beforeEach(async () => {
    connected = [];
    renewals = [];
    renewal = { ok: true };
    refusal = undefined;
    handshakes = 0;
    browser = new FakeBrowser(server.url);
    client = browser.openTab();
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    socket = io(url, { transports: ['websocket'], autoConnect: false });
    stop = withSocket(socket, client);
    socket.connect();
    await vi.waitFor(() => expect(connected).toHaveLength(1));
  });
  afterEach(() => {
    stop();
    socket.disconnect();
    vi.useRealTimers();
  });

  async function refusalOf(token: unknown): Promise<string | undefined> {
    if (refusal) return refusal;
    const headers = { authorization: `Bearer ${String(token)}` };
    const response = await fetch(`${server.url}/api/users/me`, { headers });
    return response.ok
      ? undefined
      : ((await response.json()) as { code: string }).code;
  }

  it('connects with the access token', async () => {
    const { token } = connected[0]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
  });

  it('hands a newer token over while it is open', async () => {
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    const token = await client.accessToken();
    await vi.waitFor(() => expect(renewals).toEqual([token]));
  });

  it('comes back with another token after one that the server refuses', async () => {
    server.clock.advance(11 * 60_000);
    connected[0]!.conn.close();
    await vi.waitFor(() => expect(connected).toHaveLength(2), 5_000);
    expect(connected[1]!.handshake.auth.token).toBe(await client.accessToken());
    expect(browser.refreshes()).toBe(1);
  });

  it('comes back when the server hung up because a token had expired', async () => {
    connected[0]!.emit('auth:expired', { code: 'access_token_expired' });
    connected[0]!.disconnect();
    await vi.waitFor(() => expect(connected).toHaveLength(2));
  });

  it('waits before it comes back to a server that hung up for no known reason, longer each time', async () => {
    const pauses: number[] = [];
    for (const count of [1, 2]) {
      const since = Date.now();
      connected.at(-1)!.disconnect();
      const arrived = () => expect(connected).toHaveLength(count + 1);
      await vi.waitFor(arrived, { timeout: 5_000, interval: 10 });
      pauses.push(Date.now() - since);
    }
    expect(pauses[0]).toBeGreaterThan(900);
    expect(pauses[1]).toBeGreaterThan(1_900);
  });

  it('comes back after a refusal that is not about its token, without another one', async () => {
    refusal = 'rate_limited';
    socket.disconnect().connect();
    await vi.waitFor(() => expect(handshakes).toBe(2));
    refusal = undefined;
    await vi.waitFor(() => expect(connected).toHaveLength(2), 3_000);
    expect(browser.refreshes()).toBe(0);
  });

  it('does not refresh again and again for a server that refuses every token', async () => {
    refusal = 'access_token_invalid';
    socket.disconnect().connect();
    await vi.waitFor(() => expect(handshakes).toBe(3), 3_000);
    const since = Date.now();
    await vi.waitFor(() => expect(handshakes).toBe(4), 5_000);
    expect(Date.now() - since).toBeGreaterThan(1_500);
  });

  it('opens again when the server does not take its newer token', async () => {
    renewal = { ok: false };
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    await vi.waitFor(() => expect(connected).toHaveLength(2));
    const { token } = connected[1]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
  });

  it('opens again as the user who has logged in', async () => {
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await vi.waitFor(() => expect(connected).toHaveLength(2));
    await vi.waitFor(() => expect(connected[0]!.connected).toBe(false));
    const { token } = connected[1]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
    expect(renewals).toEqual([]);
  });

  it('ends with the login, and stays away', async () => {
    await client.logout();
    await vi.waitFor(() => expect(connected[0]!.connected).toBe(false));
    expect(socket.active).toBe(false);
  });
});
