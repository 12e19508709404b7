import { setTimeout as delay } from 'node:timers/promises';
import {
  Injectable,
  Logger,
  type OnApplicationShutdown,
  type OnModuleInit,
} from '@nestjs/common';
import { Client } from 'pg';
import { Config } from '../../config/config.js';

const CHANNEL = 'user_changed';
const HEARTBEAT_MS = 300;
/** How old the last proof that the listener hears may be: below the second that the contract allows a change to travel. */
const LEASE_MS = 900;

/** Called with the id of a user that changed, or with '' when any may have. */
type Subscriber = (userId: string) => void;

/**
 * Hears what the database says of changed users, on a connection of its own. A connection
 * can die without a word, so each heartbeat renews a short lease: PostgreSQL delivers what
 * was notified before it answers a query.
 */
@Injectable()
export class UserChanges implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(UserChanges.name);
  private readonly stopping = new AbortController();
  private readonly subscribers: Subscriber[] = [];
  private heardAt = -Infinity;
  private listening: Promise<void> = Promise.resolve();

  constructor(private readonly config: Config) {}

  /** Whether every change of up to `LEASE_MS` ago has been heard. */
  get heard(): boolean {
    return performance.now() - this.heardAt < LEASE_MS;
  }

  subscribe(subscriber: Subscriber): void {
    this.subscribers.push(subscriber);
  }

  onModuleInit(): void {
    this.listening = this.keepListening();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.listening;
  }

  private async keepListening(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      await this.listen().catch((error: unknown) =>
        this.logger.warn(`listener lost: ${nameOf(error)}`),
      );
      this.trustNothing();
      await this.pause();
    }
  }

  /** Listens until the connection fails or the application stops. */
  private async listen(): Promise<void> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      application_name: 'munjigi-listener',
      connectionTimeoutMillis: 2_000,
      query_timeout: LEASE_MS,
      keepAlive: true,
    });
    // At once, not at the next heartbeat. The error itself comes out of the query under way, or the next one.
    client.on('error', () => this.trustNothing());
    client.on('end', () => this.trustNothing());
    client.on('notification', ({ payload }) => this.tell(payload ?? ''));
    try {
      await client.connect();
      await client.query(`LISTEN ${CHANNEL}`);
      while (!this.stopping.signal.aborted) await this.beat(client);
    } finally {
      // On a dead connection `end` may wait for ever.
      await Promise.race([
        client.end(),
        delay(1_000, undefined, { ref: false }),
      ]);
    }
  }

  private async beat(client: Client): Promise<void> {
    const sentAt = performance.now();
    await client.query('SELECT 1');
    // What changed before LISTEN took effect, or while the lease had run out, was not heard.
    if (!this.heard) this.tell('');
    this.heardAt = sentAt;
    await this.pause();
  }

  private async pause(): Promise<void> {
    await delay(HEARTBEAT_MS, undefined, {
      signal: this.stopping.signal,
    }).catch(() => undefined);
  }

  private trustNothing(): void {
    this.heardAt = -Infinity;
    this.tell('');
  }

  private tell(userId: string): void {
    for (const subscriber of this.subscribers) subscriber(userId);
  }
}

function nameOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
