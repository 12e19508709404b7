import type {
  FastifyInstance,
  FastifyPluginAsync,
  FastifyReply,
  FastifyRequest,
} from 'fastify';
import { mountControls } from '../control/control-routes.js';
import { ELSEWHERE } from '../faults/failed-answer.js';
import { jsonAnswer } from '../http/answer.js';
import { KAPI_ENDPOINTS } from '../kapi/kapi-endpoints.js';
import { KAUTH_ENDPOINTS } from '../kauth/kauth-endpoints.js';
import type { World } from '../state/world.js';
import { mount, send } from './mount.js';

const BODY_LIMIT = 64 * 1024;

/** kauth, kapi and the controls as one encapsulated Fastify plugin. */
export function emulatorPlugin(world: World): FastifyPluginAsync {
  return async (fastify) => {
    readBodiesAsText(fastify);
    for (const endpoint of [...KAUTH_ENDPOINTS, ...KAPI_ENDPOINTS])
      mount(fastify, world, endpoint);
    mountControls(fastify, world);
    mountTraps(fastify, world);
    // With the first request, not at start: most starts in development are not for Kakao.
    fastify.addHook('onRequest', () => world.keys.prepare());
    // A server waits for its answers before it closes; these never come.
    fastify.addHook('preClose', async () => {
      for (const socket of world.held) socket.destroy();
    });
  };
}

// Whatever the host accepts: what a client sends wrongly has to be seen.
function readBodiesAsText(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    '*',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );
}

function mountTraps(fastify: FastifyInstance, world: World): void {
  fastify.all(ELSEWHERE, (_request, reply) => {
    world.journal.note('Followed a redirect to another address.');
    const id = 4_242_424_242n;
    const body = { id, access_token: 'from-elsewhere', token_type: 'bearer' };
    return send(reply, jsonAnswer(200, body));
  });
  fastify.all('/*', (request, reply) => notThere(world, request, reply));
}

function notThere(
  world: World,
  { method, raw }: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const path = raw.url?.split('?')[0] ?? '';
  // Browsers ask for it by themselves.
  if (!path.endsWith('/favicon.ico'))
    world.journal.note(`Called ${method} ${path}, which does not exist.`);
  return send(reply, jsonAnswer(404, { msg: 'not found', code: 404 }));
}
