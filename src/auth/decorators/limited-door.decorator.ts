import { RouteConfig } from '@nestjs/platform-fastify';
import type { DoorName } from '../limits/limit-table.js';

/** In a route's config: the door whose limit it has. */
export const DOOR = 'limitedDoor';

/** Limits a route per address, as the table of limits says of the door. It answers `rate_limited` then. */
export const LimitedDoor = (door: DoorName) => RouteConfig({ [DOOR]: door });
