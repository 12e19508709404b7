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

export const IsEmailAddress = (): PropertyDecorator =>
  TextRule('not_an_email', (value) => value.length <= 254 && isEmail(value));
