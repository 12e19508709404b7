import { abortable, reasonOf } from './abortable.js';
import { isAbort, noAnswer } from './munjigi-error.js';

/**
 * Gives up after `ms`, or when its caller does, whether or not the work listens to its signal. React Native lacks `AbortSignal.timeout` and `AbortSignal.any`.
 * @throws MunjigiError `network` when the time was over
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
  caller?: AbortSignal,
): Promise<T> {
  if (caller?.aborted) throw reasonOf(caller);
  const giving = new AbortController();
  const give = () => giving.abort();
  const timer = setTimeout(give, ms);
  caller?.addEventListener('abort', give);
  try {
    return await abortable(() => work(giving.signal), giving.signal);
  } catch (error) {
    if (!isAbort(error)) throw error;
    throw caller?.aborted ? reasonOf(caller) : noAnswer(error);
  } finally {
    clearTimeout(timer);
    caller?.removeEventListener('abort', give);
  }
}
