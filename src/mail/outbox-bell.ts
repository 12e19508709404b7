import { Injectable } from '@nestjs/common';

/** Tells who sends mails that there may be something to do. It may ring before anybody waits for it. */
@Injectable()
export class OutboxBell {
  private hasRung = false;
  private answer: () => void = () => undefined;

  ring(): void {
    this.hasRung = true;
    this.answer();
  }

  /** Until it rings, or so long. */
  async wait(milliseconds: number): Promise<void> {
    if (!this.hasRung)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, milliseconds).unref();
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    this.hasRung = false;
  }
}
