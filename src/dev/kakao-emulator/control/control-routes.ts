import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { mediaType } from '../http/ask.js';
import { isEndpointName } from '../state/endpoint-name.js';
import { isFaultName } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import { sendUnlinkWebhook } from '../webhooks/unlink-webhook.js';

type Fields = Record<string, unknown>;
type Control = (world: World, fields: Fields) => unknown;

const CONTROLS: Record<string, Control> = {
  faults: (world, { endpoint, fault, times, delayMs }) => {
    if (!isEndpointName(endpoint) || !isFaultName(fault))
      throw new Error('There is no such endpoint or fault.');
    const terms = { times: amount(times), delayMs: amount(delayMs) };
    world.faults.set(endpoint, fault, terms);
    return world.faults.list();
  },
  'clear-faults': (world) => world.faults.clear(),
  'rotate-keys': (world) => {
    world.keys.rotate();
    world.keyFetches.keysRotated();
  },
  reset: (world) => world.reset(),
  unlink: async (world, { person: name, method, referrerType }) => {
    const person = world.people.get(String(name));
    world.unlink(world.apps.own, person);
    return sendUnlinkWebhook(world, person, {
      method: method === 'GET' || method === 'json' ? method : 'form',
      referrerType: typeof referrerType === 'string' ? referrerType : undefined,
    });
  },
};

/** The switches of a running emulator: `GET control`, `POST control/…`. */
export function mountControls(fastify: FastifyInstance, world: World): void {
  fastify.get('/control', () => overview(world));
  for (const [name, control] of Object.entries(CONTROLS))
    fastify.post(`/control/${name}`, async (request, reply) => {
      const fields = readFields(request);
      if (!fields) return refuse(reply, 415, 'Send a JSON object.');
      try {
        return (await control(world, fields)) ?? { done: name };
      } catch (error) {
        return refuse(reply, 400, String(error));
      }
    });
}

function overview(world: World): Fields {
  const { journal, people, apps, faults, deliveries } = world;
  return {
    wrongdoings: journal.wrongdoings,
    calls: journal.calls,
    faults: faults.list(),
    people: people.all.map((person) => ({
      name: person.name,
      about: person.about,
      isLinked: world.links.find(apps.own, person) !== undefined,
    })),
    deliveries,
  };
}

// JSON only: a page of another origin cannot send it unasked.
function readFields({ headers, body }: FastifyRequest): Fields | undefined {
  if (mediaType(headers['content-type']) !== 'application/json')
    return undefined;
  try {
    const fields: unknown = JSON.parse(typeof body === 'string' ? body : '');
    return typeof fields === 'object' && fields !== null
      ? { ...fields }
      : undefined;
  } catch {
    return undefined;
  }
}

function amount(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

function refuse(reply: FastifyReply, status: number, why: string): Fields {
  void reply.status(status);
  return { error: why };
}
