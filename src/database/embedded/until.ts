import { setTimeout as pause } from 'node:timers/promises';

const POLL_MS = 10;

/** Asks `condition` until it holds; false when `deadlineMs` went by first. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<boolean> {
  const deadline = performance.now() + deadlineMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await pause(POLL_MS);
  }
  return true;
}
