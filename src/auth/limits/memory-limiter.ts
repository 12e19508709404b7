import type { LRUCache } from 'lru-cache';
import {
  type IRateLimiterOptions,
  RateLimiterMemory,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import type { Clock } from '../../common/clock.js';

/** What was counted of a key, and when that is forgotten. */
export interface CountedWindow {
  points: number;
  readonly endsAt: number;
}

/**
 * The library's memory limiter with a memory that ends: its own grows with every name an attacker thinks of and runs a
 * timer for each. Nor does it count what it refuses, so that whoever keeps trying is let in again all the same.
 * It stays one of the library's, whose limiters for Redis have the same face.
 */
export class MemoryLimiter extends RateLimiterMemory {
  constructor(
    options: IRateLimiterOptions,
    private readonly windows: LRUCache<string, CountedWindow>,
    private readonly clock: Clock,
  ) {
    super(options);
  }

  /** Counts one more, unless that is one too many: then it rejects with what it has, and counts nothing. */
  override consume(key: string): Promise<RateLimiterRes> {
    const window = this.find(key);
    return window && window.points >= this.points
      ? Promise.reject(this.resultOf(window) as unknown as Error)
      : this.add(key, window);
  }

  override penalty(key: string): Promise<RateLimiterRes> {
    return this.add(key, this.find(key));
  }

  /** A window that is over has nothing to take back; one that nothing is left of is forgotten, so that successes take no memory. */
  override reward(key: string): Promise<RateLimiterRes> {
    const window = this.find(key);
    if (!window) return Promise.resolve(new RateLimiterRes(this.points, -1, 0));
    window.points -= 1;
    if (window.points === 0) this.windows.delete(this.getKey(key));
    return Promise.resolve(this.resultOf(window));
  }

  override get(key: string): Promise<RateLimiterRes | null> {
    const window = this.find(key);
    return Promise.resolve(window ? this.resultOf(window) : null);
  }

  override set(
    key: string,
    points: number,
    seconds: number,
  ): Promise<RateLimiterRes> {
    const window = { points, endsAt: this.clock.now() + seconds * 1000 };
    this.windows.set(this.getKey(key), window);
    return Promise.resolve(this.resultOf(window));
  }

  override delete(key: string): Promise<boolean> {
    return Promise.resolve(this.windows.delete(this.getKey(key)));
  }

  private add(
    key: string,
    window: CountedWindow | undefined,
  ): Promise<RateLimiterRes> {
    if (!window) return this.set(key, 1, this.duration);
    window.points += 1;
    return Promise.resolve(this.resultOf(window));
  }

  private find(key: string): CountedWindow | undefined {
    const window = this.windows.get(this.getKey(key));
    return window && window.endsAt > this.clock.now() ? window : undefined;
  }

  private resultOf({ points, endsAt }: CountedWindow): RateLimiterRes {
    const left = Math.max(this.points - points, 0);
    return new RateLimiterRes(left, endsAt - this.clock.now(), points);
  }
}
