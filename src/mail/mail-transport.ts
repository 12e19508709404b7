import type { Language } from '../common/http/language.js';
import type { MailContent } from './mail-content.js';

/** A mail that is written and goes now. */
export interface OutgoingMail extends MailContent {
  readonly id: string;
  readonly createdAt: Date;
  readonly to: string;
  readonly language: Language;
}

/** Takes mails out of the house. Injected as undefined where mail is off. */
export abstract class MailTransport {
  /**
   * @param signal when to stop trying
   * @throws Error when nobody said that the mail was taken
   */
  abstract send(mail: OutgoingMail, signal: AbortSignal): Promise<void>;
}
