const FULL_AT_CHARS = 16_384;
const FLUSH_AFTER_MS = 200;

/**
 * Lines for stdout, many to a write: a write each would cost more than all the rest of logging
 * a request. What is left is written at exit.
 */
export class BatchedStdout {
  private lines: string[] = [];
  private length = 0;
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    process.once('exit', () => this.flush());
    process.stdout.on('error', (error: NodeJS.ErrnoException) => {
      // Whoever read the log is gone, which is no reason to stop serving.
      if (error.code !== 'EPIPE') throw error;
    });
  }

  write(line: string): void {
    this.lines.push(line);
    this.length += line.length;
    if (this.length >= FULL_AT_CHARS) return this.flush();
    this.timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS).unref();
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.lines.length === 0) return;
    process.stdout.write(this.lines.join(''));
    this.lines = [];
    this.length = 0;
  }
}
