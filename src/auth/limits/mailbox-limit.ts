import { Injectable } from '@nestjs/common';
import { foldCase } from '../../users/username.js';
import { WindowLimits } from './window-limits.js';

/**
 * How many mails a mailbox gets, whoever asks for them. Taken before anybody looks whose the address is: a mail that
 * is not sent must not tell a known address from an unknown one.
 */
@Injectable()
export class MailboxLimit {
  constructor(private readonly limits: WindowLimits) {}

  /** For a mail that password/forgot or email/resend asked for; false: it is not sent. */
  takeRequested(address: string): Promise<boolean> {
    return this.limits.take('requested-mail', foldCase(address));
  }

  /** For the verification mail of a registration or a new address; false: it is not sent. */
  takeVerification(address: string): Promise<boolean> {
    return this.limits.take('verification-mail', foldCase(address));
  }
}
