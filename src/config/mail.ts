import { isEmail } from 'class-validator';
import { parseConnectionUrl } from 'nodemailer/lib/shared';
import type { Mailbox } from './config.js';
import type { Environment } from './environment.js';

const MAX_LENGTH = 254;
// No quotes in an address and no control characters anywhere: that is how mail headers are injected.
const NAMED = /^"?([^"<>\p{Cc}\p{Zl}\p{Zp}]*)"? *<([^\s"<>]+)>$/u;

/** Where mails go out, and whom they are from. */
export function readMail(env: Environment, webUrl: string) {
  const mailFrom = env.MAIL_FROM
    ? parseMailbox(env.MAIL_FROM)!
    : { name: 'Munjigi', address: `no-reply@${new URL(webUrl).hostname}` };
  return { smtpUrl: env.SMTP_URL, mailFrom };
}

/** Whether nodemailer finds a host in the address: it refuses some that `URL` takes, such as 256.1.1.1. */
export function namesMailServer(smtpUrl: string): boolean {
  try {
    return parseConnectionUrl(smtpUrl).host !== undefined;
  } catch {
    return false;
  }
}

/** `a@b` or `Name <a@b>` in parts, or undefined when it is neither. */
export function parseMailbox(text: string): Mailbox | undefined {
  const [, name = '', address = text] = NAMED.exec(text) ?? [];
  const isAddress =
    address.length <= MAX_LENGTH &&
    !address.includes('"') &&
    isEmail(address, { require_tld: false });
  return isAddress ? { name: name.trim(), address } : undefined;
}
