import { allows, type Request } from './session-rules.js';
import type { Outcome, State } from './session-state.js';

export interface Answered {
  readonly request: Request;
  readonly outcome: Outcome;
}

/** Requests at the same time may take effect in any order, but in some order: the state after it, undefined when none explains what was answered. */
export function inSomeOrder(
  state: State,
  answered: readonly Answered[],
  now: number,
): State | undefined {
  if (answered.length === 0) return state;
  for (const [index, { request, outcome }] of answered.entries()) {
    const next = allows(state, request, outcome, now);
    const rest = answered.toSpliced(index, 1);
    const explained = next && inSomeOrder(next, rest, now);
    if (explained) return explained;
  }
  return undefined;
}
