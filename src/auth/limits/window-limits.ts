import { Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Clock } from '../../common/clock.js';
import { Config } from '../../config/config.js';
import { consume, rateLimited } from './consume.js';
import { type LimitName, LIMITS } from './limit-table.js';
import { Limiters } from './limiters.js';
import { PlaceQueue } from './place-queue.js';

/** What an attempt holds while it is under way; it ends once, counted or as if it had never been. */
export interface Place {
  settle(isCounted: boolean): Promise<void>;
}

const UNLIMITED: Place = { settle: () => Promise.resolve() };

/** The limits of the table: so many of a key in so much time. */
@Injectable()
export class WindowLimits {
  private readonly limiters: ReadonlyMap<string, RateLimiterAbstract>;
  private readonly queue = new PlaceQueue();

  constructor(
    limiters: Limiters,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    this.limiters = new Map(
      Object.entries(LIMITS).map(([name, { per, points, seconds }]) => [
        name,
        limiters.make({ name, per, points, seconds }),
      ]),
    );
  }

  /**
   * Takes a place for an attempt, if need be after those under way, so that however many come at once no more than the
   * limit fail.
   * @throws CodedException rate_limited
   */
  async enter(name: LimitName, key: string): Promise<Place> {
    if (!this.config.rateLimit) return UNLIMITED;
    const limiter = this.limiters.get(name)!;
    for (;;) {
      const { isTaken, msLeft } = await consume(limiter, key);
      if (isTaken) return this.hold(limiter, key, msLeft);
      const isWorthAnother = await this.queue.turn(limiter.getKey(key));
      if (!isWorthAnother) throw rateLimited(msLeft);
    }
  }

  /** Counts one at once; false when that would be one too many. */
  async take(name: LimitName, key: string): Promise<boolean> {
    if (!this.config.rateLimit) return true;
    const { isTaken } = await consume(this.limiters.get(name)!, key);
    return isTaken;
  }

  /** The same where one too many is refused. @throws CodedException rate_limited */
  async spend(name: LimitName, key: string): Promise<void> {
    if (!this.config.rateLimit) return;
    const { isTaken, msLeft } = await consume(this.limiters.get(name)!, key);
    if (!isTaken) throw rateLimited(msLeft);
  }

  /** Counts what has happened. */
  async count(name: LimitName, key: string): Promise<void> {
    if (this.config.rateLimit) await this.limiters.get(name)!.penalty(key);
  }

  /** Milliseconds until there is room for one more; 0 when there is. */
  async waitFor(name: LimitName, key: string): Promise<number> {
    if (!this.config.rateLimit) return 0;
    const limiter = this.limiters.get(name)!;
    const counted = await limiter.get(key);
    const isFull = counted !== null && counted.consumedPoints >= limiter.points;
    return isFull ? counted.msBeforeNext : 0;
  }

  private hold(
    limiter: RateLimiterAbstract,
    key: string,
    msLeft: number,
  ): Place {
    const queued = limiter.getKey(key);
    const endsAt = this.clock.now() + msLeft;
    this.queue.hold(queued);
    return {
      settle: async (isCounted) => {
        // What begins after it is another window, which this attempt never was in.
        const isOver = this.clock.now() >= endsAt;
        try {
          if (!isCounted && !isOver) await limiter.reward(key);
        } finally {
          this.queue.release(queued);
        }
      },
    };
  }
}
