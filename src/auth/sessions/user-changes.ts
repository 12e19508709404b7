import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
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
/** What heartbeats on the channel begin with, where changes are a user's id. */
const BEAT = 'beat:';
const HEARTBEAT_MS = 300;
/** How old the last proof that the listener hears may be: below the second that the contract allows a change to travel. */
const LEASE_MS = 900;

/** Called with the id of a user that changed, or with '' when any may have. */
type Subscriber = (userId: string) => void;

/**
 * Hears what the database says of changed users, on a connection of its own. It can go deaf without
 * a word (a dead line, a pooler in between), so a second connection says something every now and
 * then, and only hearing it renews a short lease: PostgreSQL delivers in the order of commits, so
 * whoever heard the heartbeat has heard every change before it.
 */
@Injectable()
export class UserChanges implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(UserChanges.name);
  private readonly stopping = new AbortController();
  private readonly beats = new EventEmitter();
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

  /** Listens until a connection fails or the application stops. */
  private async listen(): Promise<void> {
    const listener = this.connection('munjigi-listener');
    const speaker = this.connection('munjigi-heartbeat');
    listener.on('notification', ({ payload = '' }) => {
      if (payload.startsWith(BEAT)) this.beats.emit(payload);
      else this.tell(payload);
    });
    try {
      await Promise.all([listener.connect(), speaker.connect()]);
      await listener.query(`LISTEN ${CHANNEL}`);
      while (!this.stopping.signal.aborted) await this.beat(speaker);
    } finally {
      // On a dead connection `end` may wait for ever.
      await Promise.race([
        Promise.all([listener.end(), speaker.end()]),
        delay(1_000, undefined, { ref: false }),
      ]);
    }
  }

  private connection(name: string): Client {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      application_name: name,
      connectionTimeoutMillis: 2_000,
      query_timeout: LEASE_MS,
      keepAlive: true,
    });
    // At once, not at the next heartbeat. The error itself comes out of the query under way, or the next one.
    client.on('error', () => this.trustNothing());
    client.on('end', () => this.trustNothing());
    return client;
  }

  private async beat(speaker: Client): Promise<void> {
    const beat = `${BEAT}${randomUUID()}`;
    const signal = AbortSignal.timeout(LEASE_MS);
    const heard = once(this.beats, beat, { signal });
    const sentAt = performance.now();
    await Promise.all([
      heard,
      speaker.query('SELECT pg_notify($1, $2)', [CHANNEL, beat]),
    ]);
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
