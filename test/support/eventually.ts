/** The real ones, whatever timers a test has faked. */
const { setTimeout, clearTimeout } = globalThis;

const LOOK_EVERY_MS = 10;
/** Says what is missing before the test runs out of time. What is about time measures it by itself. */
const GIVEN_UP_AFTER_MS = 15_000;

/** Looks until nothing is thrown any more. Unlike `vi.waitFor` it leaves faked timers where they are, and looks once more when the time is over. */
export async function eventually<T>(look: () => T | Promise<T>): Promise<T> {
  let isOver = false;
  const timer = setTimeout(() => (isOver = true), GIVEN_UP_AFTER_MS);
  try {
    for (;;) {
      const isLast = isOver;
      try {
        return await look();
      } catch (error) {
        if (isLast) throw error;
        await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
      }
    }
  } finally {
    clearTimeout(timer);
  }
}
