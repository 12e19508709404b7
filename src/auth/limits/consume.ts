import {
  type RateLimiterAbstract,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { CodedException } from '../../common/errors/coded.exception.js';

/** Whether one more was counted, and what a limiter then has of the key. */
export interface Consumed {
  readonly isTaken: boolean;
  readonly count: number;
  /** Until the count is forgotten. */
  readonly msLeft: number;
}

/** Counts one more if there is room. The library throws its results; what else is thrown is an error. */
export async function consume(
  limiter: RateLimiterAbstract,
  key: string,
): Promise<Consumed> {
  try {
    return toConsumed(true, await limiter.consume(key));
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return toConsumed(false, refusal);
    throw refusal;
  }
}

/** A refusal that names when another try is worth it. */
export function rateLimited(msLeft: number): CodedException {
  const retryAfter = Math.max(1, Math.ceil(msLeft / 1000));
  return new CodedException('rate_limited', { retryAfter });
}

function toConsumed(isTaken: boolean, result: RateLimiterRes): Consumed {
  const { consumedPoints: count, msBeforeNext: msLeft } = result;
  return { isTaken, count, msLeft };
}
