import type { Answer } from './test-client.js';

/** How many answers there were of each status. */
export function statusesOf(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** Whether an answer refuses for so many seconds. */
export function expectWait(
  { status, body, headers }: Answer,
  seconds: number,
): void {
  expect([status, body.code, headers.get('retry-after')]).toEqual([
    429,
    'rate_limited',
    String(seconds),
  ]);
}
