import { ValidateBy, ValidateIf } from 'class-validator';
import type { FieldErrorCode } from '../errors/field-errors.js';

/**
 * A rule for text whose failure carries `code` in the answer's details. A lone surrogate is never
 * text: no UTF-8 can carry it to the database.
 */
export function TextRule(
  code: FieldErrorCode,
  accepts: (value: string) => boolean,
): PropertyDecorator {
  return ValidateBy({
    name: code,
    validator: {
      validate: (value) =>
        typeof value === 'string' &&
        !/\p{Surrogate}/u.test(value) &&
        accepts(value),
    },
  });
}

/** The field may be absent, but not null: null is no value (class-validator's IsOptional lets it through). */
export const MayBeAbsent = (): PropertyDecorator =>
  ValidateIf((_body, value) => value !== undefined);

export const IsText = (): PropertyDecorator => TextRule('not_text', () => true);

export const IsNotBlank = (): PropertyDecorator =>
  TextRule('too_short', (value) => value !== '');

/** At most `max` code points, so that an emoji counts once. */
export const MaxCodePoints = (max: number): PropertyDecorator =>
  TextRule('too_long', (value) => codePointLength(value) <= max);

export function codePointLength(text: string): number {
  let length = 0;
  for (const _character of text) length += 1;
  return length;
}
