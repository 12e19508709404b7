import { Module } from '@nestjs/common';
import { MailOutbox } from './mail-outbox.service.js';
import { MailWriters } from './mail-writers.js';

/** Sends mail without a request ever waiting for it. */
@Module({
  providers: [MailOutbox, MailWriters],
  exports: [MailOutbox, MailWriters],
})
export class MailModule {}
