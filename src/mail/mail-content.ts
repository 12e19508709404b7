/** A mail's words: the same as plain text and as simple HTML. */
export interface MailContent {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
