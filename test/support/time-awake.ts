const TICK_MS = 10;

/**
 * How long a task took, less what a busy machine kept from this process: a server in it, with its deadlines, stood still
 * meanwhile. What the process itself computed counts.
 */
export async function timeAwake<Result>(
  task: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly ms: number }> {
  let ms = 0;
  let lookedAt = performance.now();
  let cpu = process.cpuUsage();
  const look = () => {
    const now = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    ms += Math.min(now - lookedAt, 2 * TICK_MS + (user + system) / 1_000);
    lookedAt = now;
    cpu = process.cpuUsage();
  };
  const ticking = setInterval(look, TICK_MS);
  try {
    const result = await task();
    look();
    return { result, ms };
  } finally {
    clearInterval(ticking);
  }
}
