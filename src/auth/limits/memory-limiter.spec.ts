import { LRUCache } from 'lru-cache';
import { TestClock } from '../../../test/support/test-clock.js';
import { type CountedWindow, MemoryLimiter } from './memory-limiter.js';

describe('counting in memory', () => {
  const clock = new TestClock();
  clock.freeze();
  let windows: LRUCache<string, CountedWindow>;
  let limiter: MemoryLimiter;
  beforeEach(() => {
    windows = new LRUCache({ max: 1_000 });
    const options = { keyPrefix: 'test', points: 3, duration: 60 };
    limiter = new MemoryLimiter(options, windows, clock);
  });

  it('keeps no more names than there is room for, the last used ones', async () => {
    await limiter.consume('watched');
    for (let name = 0; name < 100_000; name += 1) {
      await limiter.consume(String(name));
      if (name % 500 === 0) await limiter.get('watched');
    }
    expect(windows.size).toBe(1_000);
    expect((await limiter.get('watched'))?.consumedPoints).toBe(1);
  });

  it('neither counts what it refuses nor lets it last longer', async () => {
    for (let time = 0; time < 3; time += 1) await limiter.consume('a');
    clock.advance(40_000);
    for (let time = 0; time < 5; time += 1)
      await expect(limiter.consume('a')).rejects.toMatchObject({
        consumedPoints: 3,
        msBeforeNext: 20_000,
      });
    clock.advance(20_000);
    expect((await limiter.consume('a')).consumedPoints).toBe(1);
  });

  it('remembers nothing of what was taken back', async () => {
    await limiter.consume('a');
    await limiter.reward('a');
    expect(windows.size).toBe(0);
    await limiter.reward('a');
    expect((await limiter.consume('a')).consumedPoints).toBe(1);
  });
});
