import { isGivenUp, nextAttemptAt } from './retry-schedule.js';

const DAY_S = 24 * 3600;

/** Seconds after the mail was made at which it is tried, when every attempt fails at once. */
function attemptsOf(createdAt: number): number[] {
  const at: number[] = [];
  for (let now = createdAt; !isGivenUp(createdAt, now);) {
    at.push((now - createdAt) / 1000);
    now = nextAttemptAt({ createdAt, attempts: at.length }, now);
  }
  return at;
}

describe('when a mail is tried', () => {
  const at = attemptsOf(1_790_000_000_000);

  it('is soon at first, then every 10 s for five minutes', () => {
    expect(at.slice(0, 8)).toEqual([0, 1, 3, 7, 15, 25, 35, 45]);
    const early = at.filter((second) => second >= 15 && second <= 305);
    expect(early).toEqual(Array.from({ length: 30 }, (_, i) => 15 + i * 10));
  });

  it('is at intervals that double from about 20 s up to an hour', () => {
    const late = at.filter((second) => second >= 305);
    const waits = late.slice(1).map((second, i) => second - late[i]!);
    expect(waits.slice(0, 8)).toEqual([25, 50, 100, 200, 400, 800, 1600, 3200]);
    expect(new Set(waits.slice(8))).toEqual(new Set([3600]));
  });

  it('ends a day later', () => {
    expect(at.at(-1)).toBeLessThan(DAY_S);
    expect(at.at(-1)).toBeGreaterThanOrEqual(DAY_S - 3600);
    const createdAt = 0;
    const now = (DAY_S - 1) * 1000;
    expect(nextAttemptAt({ createdAt, attempts: 60 }, now)).toBe(DAY_S * 1000);
    expect(isGivenUp(createdAt, now)).toBe(false);
    expect(isGivenUp(createdAt, DAY_S * 1000)).toBe(true);
  });

  it('is not at once when the clock was set back', () => {
    expect(nextAttemptAt({ createdAt: 1_000, attempts: 9 }, 0)).toBe(10_000);
  });
});
