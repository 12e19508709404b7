import pg from 'pg';

/** What pg says when `query_timeout` has passed: it has no code. */
const NO_ANSWER = 'Query read timeout';

/**
 * A connection that is closed when an answer does not come in time. pg gives the caller up, but not the connection:
 * were it used again, the next statements would wait behind the lost one, or, in a transaction whose ROLLBACK was never
 * sent, be answered as done and undone later, a logout among them.
 */
export class TimelyClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config);
    // Between pg-pool, which has stopped to listen, and TypeORM, which has not begun, a database that hangs up would end
    // the process. Whoever uses the connection next is told.
    this.on('error', () => undefined);
  }

  override query(...statement: never[]): never {
    const answer: unknown = super.query(...(statement as unknown as [string]));
    if (answer instanceof Promise) answer.catch((error) => this.judge(error));
    return answer as never;
  }

  private judge(error: unknown): void {
    if (error instanceof Error && error.message === NO_ANSWER) void this.end();
  }
}
