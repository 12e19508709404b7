import { CodedException } from '../../common/errors/coded.exception.js';

/** Each try loses only to a change that came between its look and its locks. */
const MAX_TRIES = 5;

/** What was looked at before the locks is no longer so: thrown to roll back and begin anew. */
export class Overtaken extends Error {}

/** @throws CodedException unavailable when it is overtaken again and again */
export async function untilNotOvertaken<T>(
  attempt: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error;
    }
  }
  throw new CodedException('unavailable');
}
