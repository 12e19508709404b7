import { SECRETS } from './server.js';

/** A variable and a value that must stop the start; undefined: it is missing. */
export type BadVariable = readonly [name: string, value: string | undefined];

const SHORT = 'only-thirty-one-bytes-of-secret';
const OTHER = 'a-fine-new-secret-of-at-least-32-bytes';

/** Bad by themselves. */
export const BAD_FORM: readonly BadVariable[] = [
  ['PORT', 'eighty'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '3000.5'],
  ['PUBLIC_URL', 'munjigi'],
  ['PUBLIC_URL', 'ftp://files.munjigi.test'],
  ['PUBLIC_URL', 'https://munjigi.test/path'],
  ['PUBLIC_URL', 'https://user:hunter3@munjigi.test'],
  ['WEB_URL', 'https://munjigi.test?x=hunter3'],
  ['FRONTEND_ORIGINS', 'https://a.munjigi.test, *'],
  ['FRONTEND_ORIGINS', 'null'],
  ['TRUSTED_PROXY_HOPS', 'all'],
  ['TRUSTED_PROXY_HOPS', '-3'],
  ['DATABASE_URL', 'mysql://nobody:hunter3@127.0.0.1/none'],
  ['DATABASE_URL', 'nobody:hunter3@127.0.0.1'],
  ['DATABASE_POOL_MAX', '0'],
  ['DB_MIGRATE', 'perhaps'],
  ['ACCESS_TOKEN_TTL', '10'],
  ['ACCESS_TOKEN_TTL', '0s'],
  ['ACCESS_TOKEN_TTL', '1.5h'],
  ['ACCESS_TOKEN_TTL', '10 m'],
  ['ACCESS_TOKEN_TTL', '-5m'],
  ['REFRESH_TOKEN_TTL', '1w'],
  ['SESSION_MAX_AGE', '9999999999d'],
  ['REFRESH_GRACE', 'long'],
  ['MAX_SESSIONS', '0'],
  ['MAX_SESSIONS', 'ten'],
  ['COOKIE_SAMESITE', 'loose'],
  ['PASSWORD_MIN_LENGTH', '7'],
  ['PASSWORD_MIN_LENGTH', '129'],
  ['SMTP_URL', 'mail.munjigi.test'],
  ['SMTP_URL', 'https://me:hunter3@mail.munjigi.test'],
  ['SMTP_URL', 'smtp://me:hunter3@256.1.1.1'],
  ['SMTP_URL', 'smtp://me@hunter3%20host'],
  ['SMTP_URL', 'smtp:///hunter3'],
  ['MAIL_FROM', 'hunter3'],
  ['MAIL_FROM', 'Me <hunter3>'],
  ['MAIL_FROM', 'Me <a@munjigi.test>, hunter3 <b@munjigi.test>'],
  ['MAIL_FROM', 'hunter3\r\nBcc: b@munjigi.test <a@munjigi.test>'],
  ['RATE_LIMIT', 'slow'],
  ['LOG_LEVEL', 'loud'],
  ['DOCS', 'maybe'],
];

/** Bad beside the other variables of a test, with a plain http PUBLIC_URL. */
export const BAD_SENSE: readonly BadVariable[] = [
  ['JWT_ACCESS_SECRET', SHORT],
  ['JWT_ACCESS_SECRET', 'change-me-change-me-change-me-change-me'],
  ['JWT_ACCESS_SECRET', ', ,'],
  ['JWT_REFRESH_SECRET', `${SECRETS.JWT_REFRESH_SECRET},${SHORT}`],
  ['JWT_REFRESH_SECRET', SECRETS.JWT_ACCESS_SECRET],
  ['JWT_REFRESH_SECRET', `${OTHER}, ${SECRETS.JWT_ACCESS_SECRET}`],
  ['JWT_ACCESS_PRIVATE_KEY', 'hunter3 is no PEM'],
  ['JWT_ACCESS_PRIVATE_KEY', '@/nowhere/hunter3.pem'],
  ['JWT_ACCESS_PUBLIC_KEYS', 'hunter3 is no PEM'],
  ['ACCESS_TOKEN_TTL', '8d'],
  ['REFRESH_TOKEN_TTL', '31d'],
  ['COOKIE_SAMESITE', 'none'],
];

/** Unsafe in production only. */
export const BAD_IN_PRODUCTION: readonly BadVariable[] = [
  ['PUBLIC_URL', undefined],
  ['PUBLIC_URL', 'http://api.munjigi.test'],
  ['DATABASE_URL', undefined],
  ['JWT_ACCESS_SECRET', undefined],
  ['JWT_REFRESH_SECRET', undefined],
  ['JWT_ACCESS_SECRET', SHORT],
  ['JWT_REFRESH_SECRET', 'please-replace-me-with-your-own-secret'],
  ['JWT_ACCESS_SECRET', 'example-secret-of-more-than-32-bytes-0'],
  ['RATE_LIMIT', 'off'],
];

/** The same, in as few rounds as have no variable twice. */
export function inRounds(bad: readonly BadVariable[]): BadVariable[][] {
  const rounds: BadVariable[][] = [];
  for (const variable of bad) {
    const isFree = (round: BadVariable[]) =>
      round.every(([name]) => name !== variable[0]);
    const round = rounds.find(isFree);
    if (round) round.push(variable);
    else rounds.push([variable]);
  }
  return rounds;
}

export function withBad(
  env: Record<string, string>,
  bad: readonly BadVariable[],
): Record<string, string> {
  const changed = { ...env, ...Object.fromEntries(bad) };
  return Object.fromEntries(
    Object.entries(changed).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
}
