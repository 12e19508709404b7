import { BackOff } from './back-off.js';
import { Limiters } from './limiters.js';
import { MailboxLimit } from './mailbox-limit.js';
import { WindowLimits } from './window-limits.js';

/** The providers of this folder, for auth.module. */
export const LIMITS_PROVIDERS = [BackOff, Limiters, MailboxLimit, WindowLimits];
