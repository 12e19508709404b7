import { Inject, Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import {
  type ClaimedMail,
  MailQueueRepository,
} from './mail-queue.repository.js';
import { MailTransport } from './mail-transport.js';
import { MailWriters } from './mail-writers.js';
import { isGivenUp, nextAttemptAt } from './retry-schedule.js';

/** One attempt at one mail. */
@Injectable()
export class MailDelivery {
  private readonly logger = new Logger(MailDelivery.name);

  constructor(
    private readonly queue: MailQueueRepository,
    private readonly writers: MailWriters,
    @Inject(MailTransport)
    private readonly transport: MailTransport | undefined,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the mail, or leaves it for later.
   * @throws Error when the database could not be told; the claim runs out, and the mail is tried again
   */
  async attempt(mail: ClaimedMail, signal: AbortSignal): Promise<void> {
    if (isGivenUp(mail.createdAt.getTime(), this.clock.now()))
      return this.giveUp(mail);
    try {
      await this.writeAndSend(mail, signal);
    } catch (error) {
      return this.postpone(mail, error);
    }
    return this.queue.delete(mail.id);
  }

  private async writeAndSend(
    { id, purpose, userId, address, language, createdAt }: ClaimedMail,
    signal: AbortSignal,
  ): Promise<void> {
    if (userId === null) return;
    const write = this.writers.find(purpose);
    // Another version of this server, on the same database, may know.
    if (!write) throw new Error(`nobody writes ${purpose}`);
    const content = await write({ id, userId, address, language });
    if (!content) return;
    await this.transport!.send(
      { id, createdAt, to: address, language, ...content },
      signal,
    );
  }

  private async postpone(mail: ClaimedMail, error: unknown): Promise<void> {
    this.logger.warn(
      `mail ${mail.id} (${mail.purpose}) not sent at attempt ${mail.attempts}: ${reasonOf(error)}`,
    );
    const createdAt = mail.createdAt.getTime();
    const { attempts } = mail;
    const dueAt = nextAttemptAt({ createdAt, attempts }, this.clock.now());
    await this.queue.postpone(mail, new Date(dueAt));
  }

  private async giveUp({ id, purpose, userId }: ClaimedMail): Promise<void> {
    await this.queue.delete(id);
    // Nobody waits for one that was never to go.
    if (userId !== null)
      this.logger.error(
        `mail ${id} (${purpose}) to user ${userId} given up after a day`,
      );
  }
}

/** Codes and no message: servers quote addresses and whole mails in theirs. */
function reasonOf(error: unknown): string {
  const { responseCode, code, originalCode, name } = error as Error & {
    responseCode?: number;
    code?: string;
    /** What nodemailer put its own in the place of, such as ECONNREFUSED. */
    originalCode?: string;
  };
  const reason = String(responseCode ?? code ?? name);
  return originalCode ? `${reason} (${originalCode})` : reason;
}
