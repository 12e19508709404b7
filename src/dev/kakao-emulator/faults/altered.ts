import type { Answer } from '../http/answer.js';
import type { Json, JsonObject } from '../http/json.js';
import type { Fault, FaultName } from '../state/fault-switches.js';
import type { World } from '../state/world.js';

/** The answer after a fault that changes what a good answer says. */
export function altered(
  world: World,
  answer: Answer,
  fault: Fault | undefined,
): Answer {
  const change = fault && CHANGES[fault.name];
  return change && answer.json && answer.status === 200
    ? { ...answer, json: { ...answer.json, ...change(world, answer.json) } }
    : answer;
}

type Change = (world: World, body: JsonObject) => JsonObject;

const CHANGES: Partial<Record<FaultName, Change>> = {
  'no-access-token': () => ({ access_token: undefined }),
  'no-id-token': () => ({ id_token: undefined }),
  'wrong-app-id': ({ apps }) => ({
    app_id: apps.second.id,
    appId: apps.second.id,
  }),
  'mismatched-id': (_world, { id }) => ({ id: somebodyElses(id) }),
  'no-id': () => ({ id: undefined }),
};

// Off by one, so that a reader who rounds sees no difference.
function somebodyElses(id: Json | undefined): Json | undefined {
  return typeof id === 'bigint' ? id + 1n : id;
}
