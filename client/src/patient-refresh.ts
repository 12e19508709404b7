import { isWithoutAnswer } from './munjigi-error.js';
import { stopwatch } from './stopwatch.js';
import type { Tokens } from './types.js';
import { within } from './within.js';

const LOST_ANSWER_PAUSES_MS = [300, 1_000];
/** Others wait for the lock meanwhile. */
const ANSWER_WITHIN_MS = 4_000;
/** The server's grace is 10 s, and what is asked takes its time to get there. Later it would look like a thief's. */
const ASK_AGAIN_WITHIN_MS = 5_000;
/** Nothing comes any more on a connection that was silent for so long. */
const DEAD_AFTER_MS = 30_000;

type Ask = (signal: AbortSignal) => Promise<Tokens>;

/**
 * A refresh whose answer was lost, or is slow, has happened all the same; within its grace the server gives the same
 * answer again, so asking again is right. Who is only slow may still answer: the new refresh token comes with it.
 */
export class PatientRefresh {
  /** Those under way, and for how long; the oldest first. */
  readonly #asked = new Map<Promise<Tokens>, () => number>();
  #giving = new AbortController();
  #isWaiting = false;

  /** @throws MunjigiError */
  async tokens(ask: Ask): Promise<Tokens> {
    this.#isWaiting = true;
    try {
      const tokens = await this.#firstAnswer(ask);
      this.#giveUp();
      return tokens;
    } finally {
      this.#isWaiting = false;
    }
  }

  /** Answers that nobody waits for any more would bring back what another refresh or login has replaced. */
  forgetLate(): void {
    if (!this.#isWaiting) this.#giveUp();
  }

  async #firstAnswer(ask: Ask): Promise<Tokens> {
    if (this.#oldest()() > DEAD_AFTER_MS) this.#giveUp();
    if (this.#asked.size === 0) this.#askOnce(ask);
    // An earlier call may have asked, and the server have answered then.
    const age = this.#oldest();
    for (const pause of LOST_ANSWER_PAUSES_MS)
      try {
        return await this.#answer();
      } catch (error) {
        if (!isWithoutAnswer(error)) throw error;
        await new Promise((resolve) => setTimeout(resolve, pause));
        if (age() > ASK_AGAIN_WITHIN_MS) throw error;
        this.#askOnce(ask);
      }
    return this.#answer();
  }

  #oldest(): () => number {
    const [oldest = stopwatch()] = this.#asked.values();
    return oldest;
  }

  #askOnce(ask: Ask): void {
    const asked = ask(this.#giving.signal);
    this.#asked.set(asked, stopwatch());
    const forget = () => void this.#asked.delete(asked);
    asked.then(forget, forget);
  }

  #answer(): Promise<Tokens> {
    return within(ANSWER_WITHIN_MS, () => Promise.race(this.#asked.keys()));
  }

  #giveUp(): void {
    this.#giving.abort();
    this.#giving = new AbortController();
    this.#asked.clear();
  }
}
