import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify';
import { failureOf } from '../../common/errors/failure.js';
import { addressOf } from '../../common/http/client.decorator.js';
import { DOOR } from '../decorators/limited-door.decorator.js';
import { addressKey } from './address-key.js';
import { type DoorName, DOORS } from './limit-table.js';
import type { Place, WindowLimits } from './window-limits.js';

type AtDoor = FastifyRequest & { place: Place | null };

/**
 * Puts the limits before the routes that say `@LimitedDoor()`, whatever a path is spelled like, and nothing before
 * the others. After the body is read, so that a slow sender holds no place; before every guard.
 */
export function limitDoors(
  fastify: FastifyInstance,
  limits: WindowLimits,
): void {
  fastify.decorateRequest('place', null);
  fastify.addHook('onRoute', (route: RouteOptions) => {
    const { [DOOR]: door } = Object(route.config) as { [DOOR]?: DoorName };
    if (!door) return;
    route.preHandler = async (request: FastifyRequest) => {
      const place = await limits.enter(door, addressKey(addressOf(request)));
      (request as AtDoor).place = place;
    };
    // The answer need not wait for it: a failure has been counted since it came in, and only successes are taken back.
    route.onSend = (request, reply, _payload, done) => {
      const atDoor = request as AtDoor;
      const { place } = atDoor;
      atDoor.place = null;
      const failure = failureOf(request);
      const outcome = { status: reply.statusCode, failure };
      void place?.settle(DOORS[door].counts(outcome));
      done();
    };
  });
}
