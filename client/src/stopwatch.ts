/** Milliseconds since now: dates go back when somebody sets the clock, and the other one may stand still while the machine sleeps. */
export function stopwatch(): () => number {
  const date = Date.now();
  const moment = performance.now();
  return () => Math.max(Date.now() - date, performance.now() - moment);
}
