const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const FIRST_WAITS = [1 * SECOND, 2 * SECOND, 4 * SECOND, 8 * SECOND];
const WAIT_WHILE_NEW = 10 * SECOND;
const NEW_FOR = 5 * MINUTE;
const FIRST_LONG_WAIT = 20 * SECOND;
const LONGEST_WAIT = HOUR;
const GIVEN_UP_AFTER = 24 * HOUR;

/** A mail whose sending failed; times in milliseconds since 1970. */
export interface FailedMail {
  readonly createdAt: number;
  /** This one counted. */
  readonly attempts: number;
}

/**
 * When to try again: soon and often while somebody waits for the mail, then at intervals that
 * double up to an hour, for a day.
 */
export function nextAttemptAt(mail: FailedMail, now: number): number {
  const lastAttempt = mail.createdAt + GIVEN_UP_AFTER;
  return Math.min(now + waitAfter(mail, now), lastAttempt);
}

export function isGivenUp(createdAt: number, now: number): boolean {
  return now - createdAt >= GIVEN_UP_AFTER;
}

function waitAfter({ createdAt, attempts }: FailedMail, now: number): number {
  const first = FIRST_WAITS[attempts - 1];
  if (first) return first;
  const age = now - createdAt;
  if (age < NEW_FOR) return WAIT_WHILE_NEW;
  // As long again as the long waits have taken so far: they double.
  return Math.min(age - NEW_FOR + FIRST_LONG_WAIT, LONGEST_WAIT);
}
