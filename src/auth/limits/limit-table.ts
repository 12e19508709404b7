import type { LimiterOptions } from './limiters.js';

const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;

/** How an answer came out: its status, and the code of its failure. */
export interface Outcome {
  readonly status: number;
  readonly failure: string | undefined;
}

export interface DoorLimit extends Omit<LimiterOptions, 'name'> {
  readonly counts: (outcome: Outcome) => boolean;
}

/** The doors: routes limited by the caller's address. */
export const DOORS = {
  login: wrongSecrets('invalid_credentials'),
  // No states: nobody can guess one, and a foreign page full of images could have an office fail by them.
  kakao: wrongSecrets('kakao_rejected'),
  refresh: wrongSecrets(
    'refresh_token_invalid',
    'refresh_token_expired',
    'refresh_token_reused',
    'session_revoked',
  ),
  'token-verify': wrongSecrets('access_token_invalid'),
  'password-reset': wrongSecrets('token_invalid'),
  'email-verify': wrongSecrets('token_invalid'),
  register: answers(201, { points: 30, seconds: HOUR_S }, 'email_taken'),
  'password-forgot': answers(202, { points: 20, seconds: HOUR_S }),
  'email-resend': answers(202, { points: 20, seconds: HOUR_S }),
} satisfies Record<string, DoorLimit>;

/** What is limited by something else than an address. */
const OTHERS = {
  rotation: { per: 'session', points: 60, seconds: MINUTE_S },
  'reset-mail': { per: 'mailbox', points: 3, seconds: HOUR_S },
  'resent-mail': { per: 'mailbox', points: 3, seconds: HOUR_S },
  'verification-mail': { per: 'mailbox', points: 5, seconds: HOUR_S },
  'address-change': { per: 'account', points: 20, seconds: HOUR_S },
} satisfies Record<string, Omit<LimiterOptions, 'name'>>;

export const LIMITS = { ...DOORS, ...OTHERS };

export type DoorName = keyof typeof DOORS;
export type LimitName = keyof typeof LIMITS;

/** Only what says that a secret was wrong: an office behind one address logs in all day, and a slip of form tells nobody anything. */
function wrongSecrets(...codes: string[]): DoorLimit {
  const counted = new Set<string | undefined>(codes);
  return {
    per: 'address',
    points: 30,
    seconds: 5 * MINUTE_S,
    counts: ({ failure }) => counted.has(failure),
  };
}

function answers(
  counted: number,
  limit: Pick<DoorLimit, 'points' | 'seconds'>,
  ...failures: (string | undefined)[]
): DoorLimit {
  return {
    per: 'address',
    ...limit,
    counts: ({ status, failure }) =>
      status === counted || failures.includes(failure),
  };
}
