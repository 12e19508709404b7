import { Clock } from '../../src/common/clock.js';

/** The real time, moved. */
export class TestClock extends Clock {
  private offset = 0;
  private frozenAt: number | undefined;

  override now(): number {
    return (this.frozenAt ?? Date.now()) + this.offset;
  }

  advance(milliseconds: number): void {
    this.offset += milliseconds;
  }

  /** Stops the time, on a whole second because tokens know no smaller ones; from now on only `advance` moves it. */
  freeze(): void {
    this.frozenAt = Math.ceil(Date.now() / 1000) * 1000;
  }

  /** Lets the time go on from where it is, give or take a second. */
  thaw(): void {
    this.frozenAt = undefined;
  }

  /** The real time again. */
  reset(): void {
    this.offset = 0;
    this.frozenAt = undefined;
  }
}
