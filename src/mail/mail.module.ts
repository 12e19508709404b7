import { Module } from '@nestjs/common';
import { MailDelivery } from './mail-delivery.service.js';
import { MailOutbox } from './mail-outbox.service.js';
import { MailQueueRepository } from './mail-queue.repository.js';
import { MailSender } from './mail-sender.service.js';
import { MailWriters } from './mail-writers.js';
import { OutboxBell } from './outbox-bell.js';

/** Sends mail without a request ever waiting for it. */
@Module({
  providers: [
    MailOutbox,
    MailWriters,
    MailQueueRepository,
    MailDelivery,
    MailSender,
    OutboxBell,
  ],
  exports: [MailOutbox, MailWriters],
})
export class MailModule {}
