import { ENDPOINTS, type EndpointName } from './endpoint-name.js';

const KAPI: readonly EndpointName[] = [
  'me',
  'access-token-info',
  'logout',
  'unlink',
  'scopes',
  'userinfo',
];

/**
 * Every fault, and the endpoints it means something at. A switch without
 * effect would let a test prove nothing, so setting one is an error.
 */
const FAULTS = {
  /** The connection is cut without an answer. */
  refuse: ENDPOINTS,
  /** No answer, ever. */
  hang: ENDPOINTS,
  /** The right answer, `delayMs` late. */
  slow: ENDPOINTS,
  /** One byte every 100 ms, without end. */
  drip: ENDPOINTS,
  '500': ENDPOINTS,
  '429': ENDPOINTS,
  /** 200 with a web page. */
  html: ENDPOINTS,
  /** 200 with the JSON value null. */
  null: ENDPOINTS,
  /** 200 with bytes that are neither JSON nor UTF-8. */
  garbage: ENDPOINTS,
  /** 200 with 100 MB of JSON. */
  huge: ENDPOINTS,
  redirect: ENDPOINTS,
  'redirect-307': ENDPOINTS,
  '-1': KAPI,
  '-10': KAPI,
  /** The same code, with the other status it is seen with. */
  '-10-as-429': KAPI,
  '-101': KAPI,
  '-401': KAPI,
  '-402': KAPI,
  '-9798': KAPI,
  /** KOE237; its HTTP status is not known, so there are both. */
  'quota-400': ['token'],
  'quota-429': ['token'],
  /** 200 without access_token. */
  'no-access-token': ['token'],
  'no-id-token': ['token'],
  'wrong-app-id': ['access-token-info'],
  /** The member number of somebody else. */
  'mismatched-id': ['me', 'access-token-info'],
  'no-id': ['me', 'access-token-info'],
} as const satisfies Record<string, readonly EndpointName[]>;

export type FaultName = keyof typeof FAULTS;

export interface FaultTerms {
  /** How many calls are hit; all until cleared when absent. */
  readonly times?: number | undefined;
  /** For `slow`. */
  readonly delayMs?: number | undefined;
}

export interface Fault {
  readonly name: FaultName;
  readonly delayMs: number;
}

/** Which endpoint fails, and how. */
export class FaultSwitches {
  private readonly active = new Map<EndpointName, Fault & { left: number }>();

  set(endpoint: EndpointName, name: FaultName, terms: FaultTerms = {}): void {
    const where: readonly EndpointName[] = FAULTS[name];
    if (!where.includes(endpoint))
      throw new Error(`The fault "${name}" means nothing at "${endpoint}".`);
    const { times = Infinity, delayMs = 2000 } = terms;
    this.active.set(endpoint, { name, delayMs, left: times });
  }

  /** The fault the present call is hit by. */
  take(endpoint: EndpointName): Fault | undefined {
    const fault = this.active.get(endpoint);
    if (!fault) return undefined;
    fault.left -= 1;
    if (fault.left <= 0) this.active.delete(endpoint);
    return fault;
  }

  list(): { endpoint: EndpointName; fault: FaultName }[] {
    return [...this.active].map(([endpoint, { name }]) => ({
      endpoint,
      fault: name,
    }));
  }

  clear(): void {
    this.active.clear();
  }
}

export function isFaultName(value: unknown): value is FaultName {
  return typeof value === 'string' && Object.hasOwn(FAULTS, value);
}
