const MAX_PAUSE_MS = 30_000;
/** A connection that lasted this long was a good one. */
const GOOD_MS = 30_000;

/** Connects again: the first time at once where that may help, then after pauses that grow until a connection lasts. */
export class Comeback {
  readonly #connect: () => unknown;
  #tries = 0;
  #connectedAt = Infinity;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(connect: () => unknown) {
    this.#connect = connect;
  }

  connected(): void {
    this.cancel();
    this.#connectedAt = Date.now();
  }

  disconnected(): void {
    if (Date.now() - this.#connectedAt > GOOD_MS) this.#tries = 0;
    this.#connectedAt = Infinity;
  }

  plan({ isUrgent }: { isUrgent: boolean }): void {
    const pause = Math.min(1_000 * 2 ** this.#tries, MAX_PAUSE_MS);
    const isAtOnce = isUrgent && this.#tries === 0;
    this.#tries += 1;
    this.cancel();
    this.#timer = setTimeout(this.#connect, isAtOnce ? 0 : pause);
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }
}
