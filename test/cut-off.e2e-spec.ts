import { once } from 'node:events';
import { connect } from 'node:net';
import { startServer } from './support/server.js';

describe('a caller who hangs up in the middle of a body', () => {
  it('is no outage in the log', async () => {
    const server = await startServer();
    const { hostname, port } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(
      'POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"u',
    );
    // An answer on another connection says that the first has been read.
    await server.client().me();
    socket.resetAndDestroy();
    await once(socket, 'close');
    await expect
      .poll(() => server.log.some((line) => line.includes('/api/auth/login')))
      .toBe(true);
    await server.close();
    const levels = server.log.map(
      (line) => (JSON.parse(line) as { level: number }).level,
    );
    expect(Math.max(...levels)).toBeLessThan(50);
  });
});
