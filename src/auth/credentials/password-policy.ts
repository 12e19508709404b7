import { Injectable } from '@nestjs/common';
import { dictionary } from '@zxcvbn-ts/language-common';
import { distance } from 'fastest-levenshtein';
import { CodedException } from '../../common/errors/coded.exception.js';
import { codePointLength } from '../../common/http/fields.js';
import { Config } from '../../config/config.js';
import { foldCase } from '../../users/username.js';
import { KOREAN_COMMON_PASSWORDS } from './korean-common-passwords.js';

const SERVICE_NAMES = ['munjigi', '문지기'];
const MIN_TERM_LENGTH = 3;
/** Share of a password that may not be somebody's name, and share of letters that must differ from it. */
const CLOSE = { contained: 0.5, distance: 0.3 };

const COMMON = new Set(
  [
    ...(dictionary['passwords-common'] as string[]),
    ...KOREAN_COMMON_PASSWORDS,
  ].map(fold),
);

/** What a password must not be close to. */
export interface Owner {
  readonly username: string | null;
  readonly nickname?: string;
  readonly email?: string | null;
}

/** Length, commonness and closeness to its owner; no rules on which characters (NIST SP 800-63B-4 §3.1.1.2). */
@Injectable()
export class PasswordPolicy {
  constructor(private readonly config: Config) {}

  /**
   * @param field the body's member, for the answer's details
   * @throws CodedException validation_failed when too short, password_too_weak when easy to guess
   */
  check(password: string, owner: Owner, field = 'password'): void {
    const text = password.normalize('NFKC');
    if (codePointLength(text) < this.config.passwordMinLength)
      throw new CodedException('validation_failed', {
        details: [{ field, code: 'too_short' }],
      });
    const folded = fold(text);
    if (
      COMMON.has(folded) ||
      termsOf(owner).some((term) => isClose(folded, term))
    )
      throw new CodedException('password_too_weak');
  }
}

function fold(text: string): string {
  return foldCase(text.normalize('NFKC'));
}

function termsOf({ username, nickname, email }: Owner): string[] {
  const [mailbox, domain] = email?.split('@') ?? [];
  const terms = [
    username,
    nickname,
    email,
    mailbox,
    domain?.split('.')[0],
    ...SERVICE_NAMES,
  ];
  return terms
    .map((term) => withoutSeparators(fold(term ?? '')))
    .filter((term) => term.length >= MIN_TERM_LENGTH);
}

/** Half of the password or more is the term, forwards or backwards, or little differs. */
function isClose(folded: string, term: string): boolean {
  const password = withoutSeparators(folded);
  const backwards = Array.from(term).reverse().join('');
  const rest = password.replaceAll(term, '').replaceAll(backwards, '');
  return (
    (rest.length < password.length &&
      rest.length <= password.length * (1 - CLOSE.contained)) ||
    distance(password, term) <=
      Math.max(password.length, term.length) * CLOSE.distance
  );
}

function withoutSeparators(text: string): string {
  return text.replace(/[\s\p{P}\p{S}]/gu, '');
}
