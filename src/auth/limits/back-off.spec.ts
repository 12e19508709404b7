import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { TestClock } from '../../../test/support/test-clock.js';
import type { Config } from '../../config/config.js';
import { BackOff } from './back-off.js';
import { type LimiterOptions, Limiters } from './limiters.js';

const DAY = 86_400_000;

describe('backing off', () => {
  const clock = new TestClock();
  clock.freeze();
  let backOff: BackOff;
  let checks: number;
  beforeEach(() => {
    const config = { rateLimit: true } as Config;
    backOff = new BackOff(new Limiters(clock), config, clock);
    checks = 0;
  });

  it('lets five of two hundred at once be wrong, then one for each wait', async () => {
    await crowd(200, false);
    expect(checks).toBe(5);
    for (const seconds of [1, 2, 4]) {
      clock.advance(seconds * 1000);
      await crowd(200, false);
    }
    expect(checks).toBe(8);
  });

  it('lets as many as come be right', async () => {
    await crowd(200, true);
    expect(checks).toBe(200);
  });

  it('lets only as many at once as may still fail', async () => {
    for (let time = 0; time < 3; time += 1) await judge(false);
    await crowd(200, false);
    expect(checks).toBe(5);
  });

  it('waits twice as long each time, up to fifteen minutes, and never longer', async () => {
    const waits: number[] = [];
    for (let time = 0; time < 18; time += 1) {
      const wait = await judge(false);
      waits.push(wait);
      await expectRefusals(3, wait);
      clock.advance(wait * 1000);
    }
    const doubling = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
    expect(waits).toEqual([0, 0, 0, 0, ...doubling, 900, 900, 900, 900]);
    expect(await judge(true)).toBe(0);
  });

  it('begins anew after a success', async () => {
    for (let time = 0; time < 4; time += 1) await judge(false);
    await judge(true);
    for (let time = 0; time < 4; time += 1) expect(await judge(false)).toBe(0);
    expect(await judge(false)).toBe(1);
  });

  it('forgets a day after the last wait began', async () => {
    for (let time = 0; time < 8; time += 1)
      clock.advance((await judge(false)) * 1000);
    clock.advance(DAY - 8_001);
    expect(await judge(false)).toBe(16);
    clock.advance(DAY);
    expect(await judge(false)).toBe(0);
  });

  it('holds where the counts are far away and answer when they like', async () => {
    const config = { rateLimit: true } as Config;
    backOff = new BackOff(new FarLimiters(clock), config, clock);
    for (let round = 0; round < 20; round += 1) {
      checks = 0;
      await Promise.allSettled(
        Array.from({ length: 60 }, async () => {
          await jitter();
          await backOff.judge(`far ${round}`, () => check(false));
        }),
      );
      expect(checks).toBeGreaterThan(0);
      expect(checks).toBeLessThanOrEqual(5);
    }
  });

  it('keeps no place for whom the counts failed', async () => {
    const limiters = new Limiters(clock);
    const make = vi.spyOn(limiters, 'make');
    backOff = new BackOff(limiters, { rateLimit: true } as Config, clock);
    const [underWay, failures] = make.mock.results.map(({ value }) => value);
    const get = vi.spyOn(failures!, 'get').mockRejectedValue(new Error('far'));
    for (let time = 0; time < 5; time += 1)
      await expect(judge(true)).rejects.toThrow('far');
    get.mockRestore();
    vi.spyOn(underWay!, 'reward').mockRejectedValue(new Error('far'));
    for (let time = 0; time < 5; time += 1)
      await expect(judge(true)).rejects.toThrow('far');
    expect(checks).toBe(5);
    await expect(judge(true)).rejects.toMatchObject({ code: 'rate_limited' });
  });

  it('takes a check that could not be made for none', async () => {
    const busy = () => Promise.reject(new Error('busy'));
    for (let time = 0; time < 20; time += 1)
      await expect(backOff.judge('a', busy)).rejects.toThrow('busy');
    expect(await judge(false)).toBe(0);
  });

  it('is about one account', async () => {
    await crowd(200, false);
    const other = await backOff.judge('b', () => Promise.resolve(true));
    expect(other.isRight).toBe(true);
  });

  async function judge(isRight: boolean): Promise<number> {
    const { waitSeconds } = await backOff.judge('a', () => check(isRight));
    return waitSeconds;
  }

  async function check(isRight: boolean): Promise<boolean> {
    checks += 1;
    await new Promise(setImmediate);
    return isRight;
  }

  function crowd(size: number, isRight: boolean): Promise<unknown> {
    return Promise.allSettled(
      Array.from({ length: size }, () => judge(isRight)),
    );
  }

  async function expectRefusals(times: number, wait: number): Promise<void> {
    if (wait === 0) return;
    for (let time = 0; time < times; time += 1)
      await expect(judge(true)).rejects.toMatchObject({
        code: 'rate_limited',
        retryAfter: wait,
      });
  }
});

const OPERATIONS = ['consume', 'penalty', 'reward', 'get', 'set', 'delete'];

/** As if every operation went over a network. */
class FarLimiters extends Limiters {
  override make(options: LimiterOptions): RateLimiterAbstract {
    return new Proxy(super.make(options), {
      get: (near, name, receiver) => {
        const member: unknown = Reflect.get(near, name, receiver);
        if (!OPERATIONS.includes(String(name))) return member;
        return async (...values: unknown[]) => {
          await jitter();
          try {
            return await Reflect.apply(member as () => unknown, near, values);
          } finally {
            await jitter();
          }
        };
      },
    });
  }
}

async function jitter(): Promise<void> {
  const ticks = Math.floor(Math.random() * 8);
  for (let tick = 0; tick < ticks; tick += 1) await new Promise(setImmediate);
}
