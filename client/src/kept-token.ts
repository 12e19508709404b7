import { noAnswer } from './munjigi-error.js';
import { oneAtATime } from './tabs.js';
import type { RefreshTokenStorage } from './types.js';
import { within } from './within.js';

/** Twice that is part of what a refresh waits for its answer. The token that is held will do meanwhile. */
const STORAGE_WITHIN_MS = 1_500;
/** Before a refresh there is time to see what another process has stored. */
const LOOK_WITHIN_MS = 4_000;
/** A keychain may ask for a finger; without its token there is nothing to go on with. */
const UNLOCKED_WITHIN_MS = 30_000;

/**
 * The refresh token of an app without a cookie jar. A phone's keychain may be shut for a moment: it then keeps nothing,
 * or says there is nothing, and the only good token would be lost.
 */
export class KeptToken {
  readonly #storage: RefreshTokenStorage;
  /** A storage takes its time: what one finds there must not be changed by another before it acts on it. */
  readonly #alone = oneAtATime();
  #latest: string | null = null;
  #isStored = true;
  /** Changes of the storage under way, given up or not. */
  #changes = 0;
  /** Asked while nothing is known, and still to answer: a second question may be a second prompt. */
  #finding: Promise<string | null> | undefined;

  constructor(storage: RefreshTokenStorage) {
    this.#storage = storage;
  }

  read(): Promise<string | null> {
    return this.#alone(() => this.#read(LOOK_WITHIN_MS));
  }

  write(token: string): Promise<void> {
    return this.#alone(() => this.#write(token));
  }

  /** Unless the successor comes late, and another login has taken the place of `token`. */
  replace(token: string | undefined, successor: string): Promise<void> {
    return this.#alone(async () => {
      const now = await this.#read();
      if ((now ?? undefined) === token) await this.#write(successor);
    });
  }

  /** Unless another process of the app has stored another one meanwhile. */
  forget(refused: string): Promise<void> {
    return this.#alone(async () => {
      if ((await this.#read()) === refused) await this.#remove();
    });
  }

  remove(): Promise<void> {
    return this.#alone(() => this.#remove());
  }

  async #read(withinMs = STORAGE_WITHIN_MS): Promise<string | null> {
    if (!this.#isStored) await this.#store();
    if (this.#isStored)
      // Some storages say '' for nothing.
      this.#latest = (await this.#stored(withinMs)) || this.#latest;
    return this.#latest;
  }

  async #stored(withinMs: number): Promise<string | null> {
    const get = async () => this.#storage.get();
    if (this.#latest !== null) return within(withinMs, get).catch(() => null);
    const finding = (this.#finding ??= get().finally(() => {
      if (this.#finding === finding) this.#finding = undefined;
    }));
    return within(UNLOCKED_WITHIN_MS, () => finding).catch((error: unknown) => {
      throw noAnswer(error);
    });
  }

  async #write(token: string): Promise<void> {
    this.#latest = token;
    await this.#store();
  }

  async #store(): Promise<void> {
    const isDone = await this.#change(this.#latest);
    // One that was given up may still come, and what is found then is not what was stored last.
    this.#isStored = isDone && this.#changes === 0;
  }

  async #remove(): Promise<void> {
    this.#latest = null;
    // What stays is good for nothing, as the server will say.
    await this.#change(null);
    this.#isStored = true;
  }

  /** Whether that was done in time. What is done later is made good at once: the app may be closed any moment. */
  async #change(to: string | null): Promise<boolean> {
    let isLate = false;
    const settled = (isDone: boolean) => {
      this.#changes -= 1;
      if (!isLate) return;
      if (to !== this.#latest) void this.#alone(() => this.#again());
      else if (isDone && this.#changes === 0) this.#isStored = true;
    };
    this.#changes += 1;
    this.#finding = undefined;
    const change = async () =>
      to === null ? this.#storage.remove() : this.#storage.set(to);
    try {
      await within(STORAGE_WITHIN_MS, async () => {
        try {
          await change();
          settled(true);
        } catch (error) {
          settled(false);
          throw error;
        }
      });
      return true;
    } catch {
      isLate = true;
      return false;
    }
  }

  #again(): Promise<void> {
    return this.#latest === null ? this.#remove() : this.#store();
  }
}
