import { Injectable } from '@nestjs/common';
import { foldCase } from '../../users/username.js';
import { WindowLimits } from './window-limits.js';

/** How many mails a mailbox gets, whoever asks for them. One kind leaves the others alone: anybody can use up the resets of an address. */
@Injectable()
export class MailboxLimit {
  constructor(private readonly limits: WindowLimits) {}

  /**
   * For a new password; false: it is not sent. Taken before anybody looks whose the address is: a mail that is not sent
   * must not tell a known address from an unknown one.
   */
  takeReset(address: string): Promise<boolean> {
    return this.limits.take('reset-mail', foldCase(address));
  }

  /** For one more verification mail; false: it is not sent. */
  takeResent(address: string): Promise<boolean> {
    return this.limits.take('resent-mail', foldCase(address));
  }

  /** For the verification mail of a registration or a new address; false: it is not sent. */
  takeVerification(address: string): Promise<boolean> {
    return this.limits.take('verification-mail', foldCase(address));
  }
}
