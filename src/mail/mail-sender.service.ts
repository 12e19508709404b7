import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { describeDatabaseError } from '../common/errors/database-errors.js';
import { MailDelivery } from './mail-delivery.service.js';
import {
  type ClaimedMail,
  MailQueueRepository,
} from './mail-queue.repository.js';
import { MailTransport } from './mail-transport.js';
import { OutboxBell } from './outbox-bell.js';

const PLACES = 8;
const LOOK_EVERY_MS = 1_000;
const SEND_WITHIN_MS = 20_000;
/** More than sending takes, by as much as the clocks of two instances may differ. */
const LEASE_MS = 30_000;
/** Half of what stopping may take: requests need the rest. */
const STOP_WITHIN_MS = 5_000;

interface Sending {
  readonly done: Promise<void>;
  readonly cutOff: AbortController;
}

/** Sends what is in the outbox, a few mails at a time, beside whatever requests there are. */
@Injectable()
export class MailSender
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(MailSender.name);
  private readonly sending = new Map<string, Sending>();
  private isStopping = false;
  private isDatabaseAway = false;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly queue: MailQueueRepository,
    private readonly delivery: MailDelivery,
    private readonly bell: OutboxBell,
    @Inject(MailTransport)
    private readonly transport: MailTransport | undefined,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    if (this.transport) this.running = this.keepSending();
  }

  /** Mails under way may arrive; one that hangs is left to the next start. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    this.bell.ring();
    await this.running;
    const sending = [...this.sending.values()];
    const timer = setTimeout(() => {
      for (const { cutOff } of sending) cutOff.abort();
    }, STOP_WITHIN_MS);
    await Promise.all(sending.map(({ done }) => done));
    clearTimeout(timer);
  }

  private async keepSending(): Promise<void> {
    while (!this.isStopping) {
      await this.fillPlaces();
      await this.bell.wait(LOOK_EVERY_MS);
    }
  }

  private async fillPlaces(): Promise<void> {
    const atMost = PLACES - this.sending.size;
    if (atMost === 0) return;
    const now = this.clock.now();
    try {
      const claimed = await this.queue.claim({
        now: new Date(now),
        until: new Date(now + LEASE_MS),
        atMost,
        except: [...this.sending.keys()],
      });
      this.isDatabaseAway = false;
      for (const mail of claimed) this.begin(mail);
    } catch (error) {
      this.noteOutage(error);
    }
  }

  private begin(mail: ClaimedMail): void {
    // Not AbortSignal.any: in Node 20 a timeout in it may be collected as garbage before it fires.
    const cutOff = new AbortController();
    const timer = setTimeout(() => cutOff.abort(), SEND_WITHIN_MS).unref();
    const done = this.delivery
      .attempt(mail, cutOff.signal)
      .catch((error: unknown) => this.noteDoubt(mail, error))
      .finally(() => {
        clearTimeout(timer);
        this.sending.delete(mail.id);
        this.bell.ring();
      });
    this.sending.set(mail.id, { done, cutOff });
  }

  /** Once, not every second. */
  private noteOutage(error: unknown): void {
    if (this.isDatabaseAway) return;
    this.isDatabaseAway = true;
    this.logger.warn(`the mail outbox is out of reach: ${reasonOf(error)}`);
  }

  /** The database does not know what became of it, so it is tried again. */
  private noteDoubt({ id, purpose }: ClaimedMail, error: unknown): void {
    this.logger.warn(
      `mail ${id} (${purpose}) may come twice: ${reasonOf(error)}`,
    );
  }
}

/** No message: the database quotes rows in its own, and they hold addresses. */
function reasonOf(error: unknown): string {
  const { sqlState, reason } = describeDatabaseError(error) ?? {};
  const { code, name } = error as NodeJS.ErrnoException;
  return String(sqlState ?? reason ?? code ?? name);
}
