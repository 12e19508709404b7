import { randomBytes } from 'node:crypto';
import { kapiRefusal } from '../kapi/kapi-refusal.js';
import type { FaultName } from '../state/fault-switches.js';
import type { World } from '../state/world.js';
import {
  type Answer,
  JSON_TYPE,
  redirectAnswer,
  textAnswer,
} from '../http/answer.js';

/** Where the `redirect` faults lead; whoever arrives there followed one. */
export const ELSEWHERE = '/elsewhere';

/** The whole answer under a fault that replaces it, if it is such a fault. */
export function failedAnswer(
  world: World,
  fault: FaultName,
): Answer | undefined {
  return FAILED[fault]?.(`${world.baseUrl}${ELSEWHERE}`);
}

const FAILED: Partial<Record<FaultName, (elsewhere: string) => Answer>> = {
  '500': () => textAnswer(500, 'text/plain', 'Internal Server Error'),
  '429': () => textAnswer(429, 'text/plain', 'Too Many Requests'),
  html: () => textAnswer(200, 'text/html', '<!doctype html><p>점검 중</p>'),
  null: () => textAnswer(200, JSON_TYPE, 'null'),
  garbage: () =>
    textAnswer(
      200,
      JSON_TYPE,
      Buffer.concat([Buffer.from('{"id":1,"'), randomBytes(64)]),
    ),
  redirect: (elsewhere) => redirectAnswer(elsewhere),
  'redirect-307': (elsewhere) => redirectAnswer(elsewhere, {}, 307),
  '-1': () => kapiRefusal(-1),
  '-10': () => kapiRefusal(-10),
  '-10-as-429': () => ({ ...kapiRefusal(-10), status: 429 }),
  '-101': () => kapiRefusal(-101),
  '-401': () => kapiRefusal(-401),
  '-402': () =>
    kapiRefusal(-402, {
      required_scopes: ['account_email'],
      allowed_scopes: ['profile_nickname'],
    }),
  '-9798': () => kapiRefusal(-9798),
};
