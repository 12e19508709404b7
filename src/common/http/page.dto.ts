import { ApiProperty } from '@nestjs/swagger';
import { MayBeAbsent, TextRule } from './fields.js';

/** Which part of a list is asked for. Each list has its own subclass, which says what its cursors look like inside. */
export abstract class PageDto {
  @ApiProperty({
    type: 'integer',
    required: false,
    minimum: 1,
    maximum: 100,
    default: 20,
  })
  @TextRule('not_a_limit', (value) => /^([1-9]\d?|100)$/.test(value))
  limit = '20';

  abstract cursor?: string;
}

/** The `nextCursor` of the page before; `position` is what it says to us. */
export const IsCursor = (position: RegExp): PropertyDecorator => {
  const apply = [
    ApiProperty({
      required: false,
      description: '`nextCursor` of the page before',
    }),
    MayBeAbsent(),
    TextRule('not_a_cursor', (value) => {
      const text = fromCursor(value);
      return toCursor(text) === value && position.test(text);
    }),
  ];
  return (target, key) => apply.forEach((decorate) => decorate(target, key));
};

export function fromCursor(cursor: string): string {
  return Buffer.from(cursor, 'base64url').toString();
}

function toCursor(position: string): string {
  return Buffer.from(position).toString('base64url');
}

/** A page of a list that was asked for one row more than `limit`, to see whether there is one. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOf: (row: Row) => string,
): { rows: readonly Row[]; nextCursor: string | null } {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit),
    nextCursor: last === undefined ? null : toCursor(positionOf(last)),
  };
}
