import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { altered } from '../faults/altered.js';
import { brokenTransport } from '../faults/broken-transport.js';
import { failedAnswer } from '../faults/failed-answer.js';
import { type Answer, Refusal } from '../http/answer.js';
import { type Ask, readAsk } from '../http/ask.js';
import type { Endpoint } from '../http/endpoint.js';
import { toJson } from '../http/json.js';
import type { Fault } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import { noteSecretsInQuery } from './secrets-in-query.js';

/** Puts an endpoint on the server, under the fault switches. */
export function mount(
  fastify: FastifyInstance,
  world: World,
  endpoint: Endpoint,
): void {
  fastify.route({
    method: endpoint.method,
    url: endpoint.path,
    exposeHeadRoute: false,
    handler: (request, reply) => respond(world, endpoint, request, reply),
  });
}

/** Puts an answer on the wire. */
export function send(reply: FastifyReply, answer: Answer): FastifyReply {
  const body = answer.json ? toJson(answer.json) : answer.text;
  return reply.status(answer.status).headers(answer.headers).send(body);
}

async function respond(
  world: World,
  endpoint: Endpoint,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const ask = readAsk(request);
  const { method, path } = ask;
  const logged = world.journal.record({
    at: world.clock.now(),
    endpoint: endpoint.name,
    method,
    path,
  });
  noteSecretsInQuery(world, ask);
  endpoint.arrived?.(world, ask);
  const fault = world.faults.take(endpoint.name);
  const breakIt = fault && brokenTransport(fault.name);
  if (breakIt) {
    endpoint.lost?.(world, ask);
    return breakIt(world, reply);
  }
  if (fault?.name === 'slow') await delay(fault.delayMs);
  const answer = answerUnder(world, endpoint, ask, fault);
  if (request.raw.socket.destroyed) endpoint.lost?.(world, ask);
  logged.status = answer.status;
  return send(reply, answer);
}

function answerUnder(
  world: World,
  endpoint: Endpoint,
  ask: Ask,
  fault: Fault | undefined,
): Answer {
  const failed = fault && failedAnswer(world, fault.name);
  if (failed) {
    endpoint.lost?.(world, ask);
    return failed;
  }
  return altered(world, trueAnswer(world, endpoint, ask, fault), fault);
}

function trueAnswer(
  world: World,
  endpoint: Endpoint,
  ask: Ask,
  fault: Fault | undefined,
): Answer {
  try {
    return endpoint.answer(world, ask, fault);
  } catch (error) {
    if (error instanceof Refusal) return error.answer;
    throw error;
  }
}
