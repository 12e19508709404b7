import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Server, type Socket as ServerSocket } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { eventually } from '../../test/support/eventually.js';
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
  /** Refuses handshakes, whatever the token; null: lets everybody in. */
  let refusal: string | null | undefined;
  /** When the server made up its mind on each: what is done to its clock or its users afterwards changes nothing. */
  let handshakes: number[] = [];
  /** Holds back what the server answers to a socket, once it has made up its mind. */
  let held: Promise<void> | undefined;
  beforeAll(async () => {
    server = await startServer();
    const http = createServer().listen(0, '127.0.0.1');
    await once(http, 'listening');
    sockets = new Server(http, { transports: ['websocket'] });
    sockets.use((socket, next) => {
      void refusalOf(socket.handshake.auth.token).then(async (code) => {
        handshakes.push(performance.now());
        await held;
        next(
          code ? Object.assign(new Error(code), { data: { code } }) : undefined,
        );
      });
    });
    sockets.on('connection', (socket) => {
      connected.push(socket);
      socket.on('auth:refresh', async ({ token }, answer) => {
        renewals.push(token);
        const answered = renewal;
        await held;
        answer(answered);
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
  const endings: (() => unknown)[] = [];
  let names = 0;
  beforeEach(async () => {
    connected = [];
    renewals = [];
    renewal = { ok: true };
    refusal = undefined;
    handshakes = [];
    held = undefined;
    browser = new FakeBrowser(server.url);
    client = browser.openTab();
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    ({ socket, stop } = open(client));
    await eventually(() => expect(connected).toHaveLength(1));
  });
  afterEach(() => {
    for (const end of endings.splice(0)) end();
    vi.useRealTimers();
  });

  function open(owner: MunjigiClient) {
    const opened: Socket<Heard, Said> = io(url, {
      transports: ['websocket'],
      autoConnect: false,
    });
    const end = withSocket(opened, owner);
    endings.push(end, () => opened.disconnect());
    opened.connect();
    return { socket: opened, stop: end };
  }

  function hold(): () => void {
    let release = () => {};
    held = new Promise((resolve) => (release = resolve));
    return release;
  }

  function expectHandshakes(count: number): Promise<void> {
    return eventually(() =>
      expect(handshakes.length).toBeGreaterThanOrEqual(count),
    );
  }

  async function refusalOf(token: unknown): Promise<string | null | undefined> {
    if (refusal !== undefined) return refusal;
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
    await eventually(() => expect(renewals).toEqual([token]));
  });

  it('comes back with another token after one that the server refuses', async () => {
    server.clock.advance(11 * 60_000);
    connected[0]!.conn.close();
    await eventually(() => expect(connected).toHaveLength(2));
    expect(connected[1]!.handshake.auth.token).toBe(await client.accessToken());
    expect(browser.refreshes()).toBe(1);
  });

  it('comes back when the server hung up because a token had expired', async () => {
    connected[0]!.emit('auth:expired', { code: 'access_token_expired' });
    connected[0]!.disconnect();
    await eventually(() => expect(connected).toHaveLength(2));
  });

  it('waits before it comes back to a server that hung up for no known reason, longer each time', async () => {
    const pauses: number[] = [];
    for (const count of [1, 2]) {
      const since = Date.now();
      connected.at(-1)!.disconnect();
      const arrived = () => expect(connected).toHaveLength(count + 1);
      await eventually(arrived);
      pauses.push(Date.now() - since);
    }
    expect(pauses[0]).toBeGreaterThan(900);
    expect(pauses[1]).toBeGreaterThan(1_900);
  });

  it('comes back after a refusal that is not about its token, without another one', async () => {
    refusal = 'rate_limited';
    socket.disconnect().connect();
    await expectHandshakes(2);
    refusal = undefined;
    await eventually(() => expect(connected).toHaveLength(2));
    expect(browser.refreshes()).toBe(0);
  });

  it('does not refresh again and again for a server that refuses every token', async () => {
    refusal = 'access_token_invalid';
    socket.disconnect().connect();
    await expectHandshakes(4);
    expect(handshakes[3]! - handshakes[2]!).toBeGreaterThan(1_500);
  });

  it('opens again when the server does not take its newer token', async () => {
    renewal = { ok: false };
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    await eventually(() => expect(connected).toHaveLength(2));
    const { token } = connected[1]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
  });

  it('opens again as the user who has logged in', async () => {
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await eventually(() => expect(connected).toHaveLength(2));
    await eventually(() => expect(connected[0]!.connected).toBe(false));
    const { token } = connected[1]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
    expect(renewals).toEqual([]);
  });

  it('opens again as the user who has logged in during its handshake', async () => {
    const release = hold();
    socket.disconnect().connect();
    await expectHandshakes(2);
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    release();
    await eventually(() => expect(connected).toHaveLength(3));
    await eventually(() => expect(connected[1]!.connected).toBe(false));
    const { token } = connected[2]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
  });

  it('hands the token over that came during its handshake', async () => {
    const release = hold();
    socket.disconnect().connect();
    await expectHandshakes(2);
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    release();
    const token = await client.accessToken();
    await eventually(() => expect(renewals).toEqual([token]));
    expect(connected).toHaveLength(2);
  });

  it('comes back until somebody knows who is logged in', async () => {
    const reloaded = browser.openTab();
    browser.exposed = /refresh/;
    browser.weather = 'busy';
    await expect(reloaded.restore()).rejects.toMatchObject({ status: 503 });
    open(reloaded);
    // A busy server is asked three times.
    await expectHandshakes(2);
    browser.weather = 'fine';
    await eventually(() => expect(connected).toHaveLength(2));
  });

  it('stays away once its care has ended, though a renewal was under way', async () => {
    refusal = 'access_token_expired';
    browser.exposed = /refresh/;
    let answer = () => {};
    browser.slow = new Promise<void>((resolve) => (answer = resolve));
    socket.disconnect().connect();
    await eventually(() => expect(browser.refreshes()).toBe(1));
    const other = open(client).socket;
    await expectHandshakes(3);
    stop();
    refusal = undefined;
    answer();
    await eventually(() => expect(other.connected).toBe(true));
    expect(socket.active).toBe(false);
  });

  it('stays as it is once its care has ended, whatever is said of its newer token', async () => {
    renewal = { ok: false };
    const release = hold();
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    await eventually(() => expect(renewals).toHaveLength(1));
    stop();
    release();
    await socket.emitWithAck('auth:refresh', { token: '' });
    expect(connected).toHaveLength(1);
  });

  it('ends with the login, and comes back with the next one', async () => {
    await client.logout();
    await eventually(() => expect(connected[0]!.connected).toBe(false));
    expect(socket.active).toBe(false);
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await eventually(() => expect(connected).toHaveLength(2));
    const { token } = connected[1]!.handshake.auth;
    expect(token).toBe(await client.accessToken());
  });

  it('comes with the next login when it was about to come back as the one before ended', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    connected[0]!.disconnect();
    await eventually(() => expect(socket.connected).toBe(false));
    await client.logout();
    await vi.advanceTimersByTimeAsync(2_000);
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await eventually(() => expect(connected).toHaveLength(2));
  });

  it('stays away when it was closed, though it once waited for a login', async () => {
    refusal = null;
    await client.logout();
    socket.connect();
    await eventually(() => expect(socket.connected).toBe(true));
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await eventually(() => expect(connected).toHaveLength(3));
    await eventually(() => expect(socket.connected).toBe(true));
    socket.disconnect();
    server.clock.advance(11 * 60_000);
    await client.call('/api/users/me');
    expect(socket.active).toBe(false);
  });

  it('stays away after a login when it was closed before', async () => {
    socket.disconnect();
    const other = open(client).socket;
    await eventually(() => expect(connected).toHaveLength(2));
    await client.logout();
    await eventually(() => expect(connected[1]!.connected).toBe(false));
    const username = `socket-${(names += 1)}`;
    await client.register({ username, password: 'correct horse battery' });
    await eventually(() => expect(other.connected).toBe(true));
    expect(socket.active).toBe(false);
  });
});
