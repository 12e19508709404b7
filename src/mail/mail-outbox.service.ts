import { Inject, Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Clock } from '../common/clock.js';
import { MailTransport } from './mail-transport.js';
import { OutboxBell } from './outbox-bell.js';
import { type MailPurpose, QueuedMail } from './queued-mail.entity.js';

export type NewMail = Pick<
  QueuedMail,
  'purpose' | 'userId' | 'address' | 'language'
>;

const COMMITTED_WITHIN_MS = 50;

/** Where mails wait to be sent, over restarts too. A request only ever puts a row here. */
@Injectable()
export class MailOutbox {
  constructor(
    private readonly clock: Clock,
    private readonly bell: OutboxBell,
    @Inject(MailTransport)
    private readonly transport: MailTransport | undefined,
  ) {}

  /**
   * Where mail is off this does nothing.
   * @param manager the transaction of the change the mail is about: both happen or neither
   */
  async enqueue(mail: NewMail, manager: EntityManager): Promise<void> {
    if (!this.transport) return;
    const now = new Date(this.clock.now());
    await manager.insert(QueuedMail, { ...mail, createdAt: now, dueAt: now });
    // The transaction has most likely ended then; when not, the next look finds it.
    setTimeout(() => this.bell.ring(), COMMITTED_WITHIN_MS).unref();
  }

  /** Mails of these purposes to the user that have not gone will not. */
  async discard(
    userId: string,
    purposes: readonly MailPurpose[],
    manager: EntityManager,
  ): Promise<void> {
    await manager.delete(QueuedMail, { userId, purpose: In([...purposes]) });
  }
}
