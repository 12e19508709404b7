import { Injectable } from '@nestjs/common';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Clock } from '../../common/clock.js';
import { Config } from '../../config/config.js';
import { consume, rateLimited } from './consume.js';
import { Limiters } from './limiters.js';
import { PlaceQueue } from './place-queue.js';

/** Slips of the finger. */
const FREE_FAILURES = 5;
const LONGEST_WAIT_S = 15 * 60;
const DAY_S = 86_400;
/** Longer than any password takes, and the end of a place whose process died. */
const UNDER_WAY_S = 60;

/**
 * Slows down who guesses one account's password: from the fifth failure on a wait that doubles from a second to
 * fifteen minutes (OWASP Authentication Cheat Sheet: account lockout). The longest wait is all an attacker can do
 * to the owner, and a day after the last wait began nothing is left of it.
 */
@Injectable()
export class BackOff {
  private readonly underWay: RateLimiterAbstract;
  private readonly failures: RateLimiterAbstract;
  private readonly waits: RateLimiterAbstract;
  private readonly queue = new PlaceQueue();

  constructor(
    limiters: Limiters,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    const make = (name: string, points: number, seconds: number) =>
      limiters.make({ name, per: 'account', points, seconds });
    this.underWay = make('under-way', FREE_FAILURES, UNDER_WAY_S);
    this.failures = make('failures', FREE_FAILURES, DAY_S);
    this.waits = make('waits', 1, LONGEST_WAIT_S);
  }

  /**
   * Runs `check` unless the account has to wait. A check that throws was none.
   * @returns whether it was right, and the seconds of the wait that begins now, if it was not
   * @throws CodedException rate_limited
   */
  async judge(
    key: string,
    check: () => Promise<boolean>,
  ): Promise<{ isRight: boolean; waitSeconds: number }> {
    if (!this.config.rateLimit)
      return { isRight: await check(), waitSeconds: 0 };
    const placeEndsAt = await this.enter(key);
    try {
      const isRight = await check();
      // Before the place is free, or the next would come in between.
      const waitSeconds = isRight ? 0 : await this.countFailure(key);
      if (isRight) await this.forgive(key);
      return { isRight, waitSeconds };
    } finally {
      try {
        if (this.clock.now() < placeEndsAt) await this.underWay.reward(key);
      } finally {
        this.queue.release(key);
      }
    }
  }

  /** Lets the account begin anew. */
  async forgive(key: string): Promise<void> {
    await this.failures.delete(key);
    await this.waits.delete(key);
  }

  /** Takes a place, if need be after those under way: as many as may still fail, one when a wait has passed. */
  private async enter(key: string): Promise<number> {
    for (;;) {
      await this.refuseWhileWaiting(key);
      const place = await consume(this.underWay, key);
      if (place.isTaken && (await this.keep(key, place.count)))
        return this.clock.now() + place.msLeft;
      if (!(await this.queue.turn(key))) throw rateLimited(0);
    }
  }

  /** Holds a place just taken, unless it is one too many. */
  private async keep(key: string, placesTaken: number): Promise<boolean> {
    this.queue.hold(key);
    let isKept = false;
    try {
      // Only now: whoever failed meanwhile has counted before giving up a place.
      isKept = await this.mayTry(key, placesTaken);
    } finally {
      if (!isKept) await this.giveBack(key);
    }
    return isKept;
  }

  private async giveBack(key: string): Promise<void> {
    try {
      await this.underWay.reward(key);
    } finally {
      this.queue.withdraw(key);
    }
  }

  private async refuseWhileWaiting(key: string): Promise<void> {
    const wait = await this.waits.get(key);
    if (wait) throw rateLimited(wait.msBeforeNext);
  }

  private async mayTry(key: string, placesTaken: number): Promise<boolean> {
    const failed = (await this.failures.get(key))?.consumedPoints ?? 0;
    const places = Math.max(FREE_FAILURES - failed, 1);
    return placesTaken <= places && (await this.waits.get(key)) === null;
  }

  private async countFailure(key: string): Promise<number> {
    const { consumedPoints: failed } = await this.failures.penalty(key);
    if (failed < FREE_FAILURES) return 0;
    const seconds = Math.min(2 ** (failed - FREE_FAILURES), LONGEST_WAIT_S);
    await this.waits.set(key, 1, seconds);
    await this.failures.set(key, failed, DAY_S);
    return seconds;
  }
}
