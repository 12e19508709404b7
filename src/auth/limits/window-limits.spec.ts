import { TestClock } from '../../../test/support/test-clock.js';
import type { Config } from '../../config/config.js';
import { BackOff } from './back-off.js';
import { Limiters } from './limiters.js';
import { WindowLimits } from './window-limits.js';

const LIMIT = 30;
const FIVE_MINUTES = 300_000;

describe('places in a window', () => {
  const clock = new TestClock();
  clock.freeze();
  let limits: WindowLimits;
  beforeEach(() => {
    const config = { rateLimit: true } as Config;
    limits = new WindowLimits(new Limiters(clock), config, clock);
  });

  it('are taken by no more attempts than the limit, however many come at once', async () => {
    const outcomes = await attempt(200, { counted: true });
    expect(outcomes.filter((isIn) => isIn)).toHaveLength(LIMIT);
  });

  it('come free for those who wait when an attempt does not count', async () => {
    const outcomes = await attempt(200, { counted: false });
    expect(outcomes.filter((isIn) => isIn)).toHaveLength(200);
    expect(await attempt(LIMIT + 1, { counted: true })).toContain(false);
  });

  it('are not given back to a window that began after them', async () => {
    const place = await limits.enter('login', 'a');
    clock.advance(FIVE_MINUTES);
    const later = await Promise.all(
      Array.from({ length: LIMIT }, () => limits.enter('login', 'a')),
    );
    await Promise.all(later.map((one) => one.settle(true)));
    await place.settle(false);
    await expect(limits.enter('login', 'a')).rejects.toMatchObject({
      code: 'rate_limited',
      retryAfter: 300,
    });
  });

  it('are waited for by nobody once giving them back has failed', async () => {
    const limiters = new Limiters(clock);
    const make = vi.spyOn(limiters, 'make');
    limits = new WindowLimits(limiters, { rateLimit: true } as Config, clock);
    for (const { value } of make.mock.results)
      vi.spyOn(value, 'reward').mockRejectedValue(new Error('far'));
    for (let time = 0; time < LIMIT; time += 1) {
      const place = await limits.enter('login', 'a');
      await expect(place.settle(false)).rejects.toThrow('far');
    }
    await expect(limits.enter('login', 'a')).rejects.toMatchObject({
      code: 'rate_limited',
    });
  });

  it('refuse with whole seconds, one at least', async () => {
    await attempt(LIMIT, { counted: true });
    clock.advance(FIVE_MINUTES - 2_999);
    await expect(limits.enter('login', 'a')).rejects.toMatchObject({
      retryAfter: 3,
    });
    clock.advance(2_998);
    await expect(limits.enter('login', 'a')).rejects.toMatchObject({
      retryAfter: 1,
    });
    clock.advance(1);
    await (await limits.enter('login', 'a')).settle(false);
  });

  it('of mails are an hour apart, mailbox by mailbox', async () => {
    const take = () => limits.take('reset-mail', 'a@example.com');
    expect(await Promise.all([take(), take(), take(), take()])).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await limits.take('reset-mail', 'b@example.com')).toBe(true);
    clock.advance(3_600_000);
    expect(await take()).toBe(true);
  });

  it('of new addresses are spent by an account', async () => {
    const spend = () => limits.spend('address-change', 'a');
    for (let time = 0; time < 20; time += 1) await spend();
    await expect(spend()).rejects.toMatchObject({ retryAfter: 3_600 });
  });

  it('of mails to 100,000 invented addresses push out nobody who is being attacked', async () => {
    const config = { rateLimit: true } as Config;
    const limiters = new Limiters(clock);
    limits = new WindowLimits(limiters, config, clock);
    const backOff = new BackOff(limiters, config, clock);
    const guess = () => backOff.judge('a', () => Promise.resolve(false));
    for (let time = 0; time < 5; time += 1) await guess();
    for (let time = 0; time < 100_000; time += 1)
      await limits.take('reset-mail', String(time));
    await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' });
  });

  /** Whether each of so many attempts at once got in. */
  function attempt(
    times: number,
    { counted }: { counted: boolean },
  ): Promise<boolean[]> {
    const one = async () => {
      try {
        const place = await limits.enter('login', 'a');
        await new Promise(setImmediate);
        await place.settle(counted);
        return true;
      } catch {
        return false;
      }
    };
    return Promise.all(Array.from({ length: times }, one));
  }
});
