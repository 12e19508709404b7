import { isEmail } from 'class-validator';
import { codePointLength, TextRule } from '../common/http/fields.js';
import { isUsername } from './username.js';

export const IsUsername = (): PropertyDecorator =>
  TextRule('not_a_username', isUsername);

const MAX_NICKNAME = 50;
/** Control and bidi characters, which rearrange the text around them. */
const UNFIT_FOR_A_NICKNAME = /[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/gu;

/** 1 to 50 code points after trimming. */
export const IsNickname = (): PropertyDecorator =>
  TextRule('not_a_nickname', (value) => {
    const length = codePointLength(value.trim());
    const isFit = value.search(UNFIT_FOR_A_NICKNAME) < 0;
    return length >= 1 && length <= MAX_NICKNAME && isFit;
  });

/** What of a text from elsewhere can be a nickname; undefined when nothing can. */
export function toNickname(text: string): string | undefined {
  const fit = text.replace(UNFIT_FOR_A_NICKNAME, '').trim();
  return [...fit].slice(0, MAX_NICKNAME).join('').trim() || undefined;
}

/** What somebody without a nickname is called: by the username, or as Kakao calls who has chosen no name. */
export function defaultNickname(username: string | null): string {
  return username ?? '카카오 사용자';
}

// Legal in quotes (RFC 5321 §4.1.2), and how mail headers are injected.
const UNFIT_FOR_A_HEADER = /[\s"\p{Cc}\p{Cf}]/u;

// Full stops to a mail server (RFC 3490 §3.1): each would make one mailbox another with limits of its own.
const OTHER_DOTS = /[\u3002\uff0e\uff61]/u;

export function isEmailAddress(text: string): boolean {
  const isFit = !UNFIT_FOR_A_HEADER.test(text) && !OTHER_DOTS.test(text);
  return text.length <= 254 && isFit && isEmail(text);
}

export const IsEmailAddress = (): PropertyDecorator =>
  TextRule('not_an_email', isEmailAddress);
