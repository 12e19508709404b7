import type { HTTPMethods } from 'fastify';
import type { EndpointName } from '../state/endpoint-name.js';
import type { Fault } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import type { Answer } from './answer.js';
import type { Ask } from './ask.js';

/** One path: what it is called, and how it answers. */
export interface Endpoint {
  readonly name: EndpointName;
  readonly method: HTTPMethods | HTTPMethods[];
  readonly path: string;
  /** Answers, or throws a `Refusal`. */
  readonly answer: (world: World, ask: Ask, fault?: Fault) => Answer;
  /** Looks at each request before any fault hits it. */
  readonly arrived?: (world: World, ask: Ask) => void;
  /** Told when the client will not get the true answer. */
  readonly lost?: (world: World, ask: Ask) => void;
}
