import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { refreshWith } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';

const PATIENTLY = { timeout: 10_000 };

describe('an old refresh token that waits in the server while its successors are used', () => {
  let server: TestServer;
  let pool: Pool;
  beforeAll(async () => {
    server = await startServer({ DATABASE_POOL_MAX: '1' });
    pool = (server.app.get(DataSource).driver as unknown as { master: Pool })
      .master;
  });
  afterAll(() => server.close());

  it('does not end the session when the page that sent it has been left', async () => {
    const { old, current } = await rotatedTwice();
    await presentLate(old, { hangUp: true });
    expect((await refreshWith(server.url, current)).status).toBe(200);
  });

  it('ends the session when its sender waits for the answer', async () => {
    const { old, current } = await rotatedTwice();
    await presentLate(old, { hangUp: false });
    const { code } = await refreshWith(server.url, current);
    expect(code).toBe('session_revoked');
  });

  it('ends the session when the grace is over, even of a sender who has hung up', async () => {
    const { old, current } = await rotatedTwice();
    server.clock.advance(11_000);
    await presentLate(old, { hangUp: true });
    const { code } = await refreshWith(server.url, current);
    expect(code).toBe('session_revoked');
  });

  async function rotatedTwice() {
    const person = server.client();
    await person.register();
    const old = person.refreshToken!;
    await person.refresh();
    await person.refresh();
    return { old, current: person.refreshToken! };
  }

  /** The server has the token, waits for the database, and is done with it when this resolves. */
  async function presentLate(
    token: string,
    { hangUp }: { hangUp: boolean },
  ): Promise<void> {
    const onlyConnection = await pool.connect();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname).resume();
    socket.write(
      `POST /api/auth/refresh HTTP/1.1\r\nHost: localhost\r\nCookie: refresh_token=${token}\r\nContent-Length: 0\r\n\r\n`,
    );
    await vi.waitUntil(() => pool.waitingCount > 0, PATIENTLY);
    if (hangUp) await hangUpOn(socket);
    onlyConnection.release();
    if (!hangUp) await once(socket, 'data');
    await vi.waitUntil(
      () => pool.waitingCount === 0 && pool.idleCount > 0,
      PATIENTLY,
    );
    socket.destroy();
  }

  /** Until the server has noticed. */
  async function hangUpOn(socket: Socket): Promise<void> {
    const before = await connections();
    socket.destroy();
    await vi.waitUntil(async () => (await connections()) < before, PATIENTLY);
  }

  function connections(): Promise<number> {
    const http = server.app.getHttpServer();
    return promisify(http.getConnections.bind(http))();
  }
});
