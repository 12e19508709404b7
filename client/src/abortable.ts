/** Waits for what others may wait for, too: only this caller gives up. */
export async function abortable<T>(
  start: () => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (!signal) return start();
  if (signal.aborted) throw reasonOf(signal);
  let abort = () => {};
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => reject(reasonOf(signal));
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([start(), aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** React Native's signals have neither `reason` nor `throwIfAborted`. */
export function reasonOf(signal: AbortSignal): Error {
  const reason = signal.reason as Error | undefined;
  return reason ?? Object.assign(new Error('Aborted'), { name: 'AbortError' });
}
