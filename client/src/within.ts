import { noAnswer } from './munjigi-error.js';

/**
 * Gives up after `ms`. React Native lacks `AbortSignal.timeout`.
 * @throws MunjigiError `network` when the time was over
 */
export async function within<T>(
  ms: number,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const giving = new AbortController();
  const timer = setTimeout(() => giving.abort(), ms);
  try {
    return await work(giving.signal);
  } catch (error) {
    throw giving.signal.aborted ? noAnswer(error) : error;
  } finally {
    clearTimeout(timer);
  }
}
