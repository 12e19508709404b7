import { isEmail } from 'class-validator';
import { codePointLength, TextRule } from '../common/http/fields.js';
import { isUsername } from './username.js';

export const IsUsername = (): PropertyDecorator =>
  TextRule('not_a_username', isUsername);

/** 1 to 50 code points after trimming; no control or bidi characters, which rearrange the text around them. */
export const IsNickname = (): PropertyDecorator =>
  TextRule('not_a_nickname', (value) => {
    const length = codePointLength(value.trim());
    return (
      length >= 1 &&
      length <= 50 &&
      !/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u.test(value)
    );
  });

// Legal in quotes (RFC 5321 §4.1.2), and how mail headers are injected.
const UNFIT_FOR_A_HEADER = /[\s"\p{Cc}\p{Cf}]/u;

export const IsEmailAddress = (): PropertyDecorator =>
  TextRule(
    'not_an_email',
    (value) =>
      value.length <= 254 && !UNFIT_FOR_A_HEADER.test(value) && isEmail(value),
  );
