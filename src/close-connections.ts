import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

const CLOSE_EVERY_MS = 50;

/**
 * Node closes what is idle when it stops listening, but neither what is still being answered then and kept alive
 * afterwards, nor what has never asked anything: browsers open connections on the chance that they will.
 */
export function closeConnectionsWhenStopping(fastify: FastifyInstance): void {
  const { server } = fastify;
  const silent = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    silent.add(socket);
    socket.once('close', () => silent.delete(socket));
  });
  server.on('request', ({ socket }) => silent.delete(socket));
  fastify.addHook('preClose', (done) => {
    const closing = setInterval(() => {
      server.closeIdleConnections();
      for (const socket of silent) socket.destroy();
    }, CLOSE_EVERY_MS);
    server.once('close', () => clearInterval(closing));
    done();
  });
}
