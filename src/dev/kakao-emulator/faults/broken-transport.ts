import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { FaultName } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import { JSON_TYPE } from '../http/answer.js';

const CHUNK = Buffer.alloc(64 * 1024, 'x');
const HUGE_CHUNKS = (100 * 1024 * 1024) / CHUNK.length;
const DRIP_MS = 100;

type Break = (world: World, reply: FastifyReply) => FastifyReply;

/** How the connection itself fails under a fault, if it is such a fault. */
export function brokenTransport(fault: FaultName): Break | undefined {
  return BREAKS[fault];
}

const BREAKS: Partial<Record<FaultName, Break>> = {
  refuse: (_world, reply) => {
    reply.hijack();
    reply.request.raw.socket.destroy();
    return reply;
  },
  hang: (world, reply) => {
    hold(world, reply);
    return reply;
  },
  drip: (world, reply) => {
    hold(world, reply);
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': JSON_TYPE });
    // Blanks are good JSON so far: only a deadline ends this.
    const dripping = setInterval(() => raw.write(' '), DRIP_MS);
    raw.once('close', () => clearInterval(dripping));
    return reply;
  },
  huge: (world, reply) =>
    reply
      .status(200)
      .header('content-type', JSON_TYPE)
      .send(Readable.from(hugeBody(world, reply.request.url))),
};

function hold(world: World, reply: FastifyReply): void {
  const { socket } = reply.request.raw;
  reply.hijack();
  world.held.add(socket);
  socket.once('close', () => world.held.delete(socket));
}

function* hugeBody(world: World, url: string): Generator<Buffer> {
  yield Buffer.from('{"id":1,"padding":"');
  for (let sent = 0; sent < HUGE_CHUNKS; sent += 1) yield CHUNK;
  yield Buffer.from('"}');
  world.journal.note(
    `Read an answer of 100 MB from ${url.split('?')[0]} to its end.`,
  );
}
