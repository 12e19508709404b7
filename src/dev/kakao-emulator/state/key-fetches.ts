import type { Clock } from './clock.js';

const MINUTE_MS = 60_000;
/** The first fetch of a minute, and one more for a kid that is not known. */
const ALLOWED = 2;

/** When the JWKS were fetched: Kakao blocks those who ask too often. */
export class KeyFetches {
  readonly times: number[] = [];
  private rotations: number[] = [];

  constructor(private readonly clock: Clock) {}

  /** Records a fetch; false when it was one too many. */
  record(): boolean {
    this.times.push(this.clock.now());
    return this.withinMinute(this.times) <= this.allowed();
  }

  /** A rotation is a good reason to fetch once more. */
  keysRotated(): void {
    this.rotations.push(this.clock.now());
  }

  clear(): void {
    this.times.length = 0;
    this.rotations = [];
  }

  private allowed(): number {
    return ALLOWED + this.withinMinute(this.rotations);
  }

  private withinMinute(times: number[]): number {
    return times.filter((at) => at > this.clock.now() - MINUTE_MS).length;
  }
}
