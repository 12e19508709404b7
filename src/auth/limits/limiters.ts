import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { Clock } from '../../common/clock.js';
import { type CountedWindow, MemoryLimiter } from './memory-limiter.js';

/** Of each kind of key, some 10 MB. Logins of more names than this take longer to hash than the longest wait of one. */
const MAX_KEYS = 100_000;

const KINDS = ['address', 'account', 'mailbox', 'session'] as const;

/** What a limiter counts, and how long. */
export interface LimiterOptions {
  readonly name: string;
  readonly per: (typeof KINDS)[number];
  readonly points: number;
  readonly seconds: number;
}

/** Makes the limiters: the one place that knows where the counts are kept. */
@Injectable()
export class Limiters {
  /** Kinds apart, so that neither a flood of addresses or mails nor everyday refreshes push out an account under attack. */
  private readonly windows = new Map(
    KINDS.map((kind) => [kind, boundedWindows()]),
  );

  constructor(private readonly clock: Clock) {}

  make({ name, per, points, seconds }: LimiterOptions): RateLimiterAbstract {
    const options = { keyPrefix: name, points, duration: seconds };
    return new MemoryLimiter(options, this.windows.get(per)!, this.clock);
  }
}

function boundedWindows(): LRUCache<string, CountedWindow> {
  const windows = new LRUCache<string, CountedWindow>({
    // As a size, because room for a `max` is taken at once: 12 MB that a quiet server never needs.
    maxSize: MAX_KEYS,
    sizeCalculation: () => 1,
  });
  // Whenever its last key goes, lru-cache sweeps all the room it has: a millisecond, at each success of a quiet server.
  windows.set('', { points: 0, endsAt: 0 });
  return windows;
}
