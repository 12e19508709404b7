import { Injectable } from '@nestjs/common';
import { type EntityManager, In } from 'typeorm';
import { Clock } from '../common/clock.js';
import { type MailPurpose, QueuedMail } from './queued-mail.entity.js';

export type NewMail = Pick<
  QueuedMail,
  'purpose' | 'userId' | 'address' | 'language'
>;

/** Where mails wait to be sent, over restarts too. A request only ever puts a row here. */
@Injectable()
export class MailOutbox {
  constructor(private readonly clock: Clock) {}

  /** @param manager the transaction of the change the mail is about: both happen or neither */
  async enqueue(mail: NewMail, manager: EntityManager): Promise<void> {
    const now = new Date(this.clock.now());
    await manager.insert(QueuedMail, { ...mail, createdAt: now, dueAt: now });
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
