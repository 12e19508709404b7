import {
  BadRequestException,
  ConflictException,
  HttpException,
  UnprocessableEntityException,
} from '@nestjs/common';
import { errorBody } from './error-body.js';
import {
  QueryFailedError,
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';
import { CodedException } from './coded.exception.js';
import {
  describeDatabaseError,
  isDatabaseUnavailable,
} from './database-errors.js';
import { toCodedException } from './request-errors.js';

const coded = (code: string, more: object = {}) =>
  Object.assign(new Error('secret row'), { code, ...more });
const wrapped = (error: Error) =>
  new QueryFailedError('INSERT secret', ['secret'], error);

describe('errors of the database', () => {
  it.each([
    '08006',
    '53300',
    '57P01',
    '57014',
    '40001',
    '40P01',
    '55P03',
    '25006',
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'ENOTFOUND',
  ])('%s is a 503, wrapped or not', (code) => {
    for (const error of [coded(code), wrapped(coded(code))]) {
      expect(isDatabaseUnavailable(error)).toBe(true);
      const { code: answer, retryAfter } = toCodedException(error);
      expect([answer, retryAfter]).toEqual(['unavailable', 1]);
    }
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
  ])('"%s", which has no code, is a 503', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it.each([
    QueryRunnerAlreadyReleasedError,
    QueryRunnerProviderAlreadyReleasedError,
  ])('between two statements of a transaction is a 503: %o', (Kind) => {
    expect(isDatabaseUnavailable(new Kind())).toBe(true);
  });

  it('of several addresses that all refuse is a 503', () => {
    const error = new AggregateError([coded('ECONNREFUSED')], '');
    expect(isDatabaseUnavailable(error)).toBe(true);
  });

  it.each(['23505', '22P02', '42P01', '42703', '28P01', 'XX000'])(
    '%s is a fault of ours: a 500',
    (code) => {
      expect(isDatabaseUnavailable(wrapped(coded(code)))).toBe(false);
      expect(toCodedException(wrapped(coded(code))).code).toBe(
        'internal_error',
      );
    },
  );

  it('show their SQLSTATE and constraint, and nothing else', () => {
    const error = wrapped(
      coded('23505', { constraint: 'users_pkey', detail: 'secret' }),
    );
    expect(describeDatabaseError(error)).toEqual({
      sqlState: '23505',
      constraint: 'users_pkey',
    });
  });

  it.each([
    new Error('x'),
    coded('ENOENT'),
    coded('FST_ERR_CTP_BODY_TOO_LARGE'),
    'text',
    null,
    undefined,
    5,
  ])('are not others, such as %s', (error) => {
    expect(describeDatabaseError(error)).toBeUndefined();
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});

describe('what a feature throws by habit', () => {
  it.each([
    [new ConflictException('Title taken'), 409],
    [new BadRequestException('No'), 400],
    [new UnprocessableEntityException('No'), 422],
    [new HttpException('Slow down', 429), 429],
  ])('%o keeps its status and its words', (error, status) => {
    const exception = toCodedException(error);
    expect(exception.getStatus()).toBe(status);
    expect(exception.code).toBe('request_refused');
    expect(errorBody(exception, 'ko', 'id')).toMatchObject({
      statusCode: status,
      message: error.message,
    });
  });

  it('is not told where it blames the server', () => {
    const exception = toCodedException(
      new HttpException('the password is x', 501),
    );
    expect(exception.code).toBe('internal_error');
    expect(errorBody(exception, 'en', 'id').message).not.toContain('password');
  });
});

describe('a broken pipe', () => {
  it('is a missing database, not a SQLSTATE of five letters', () => {
    const error = Object.assign(new Error('write EPIPE'), { code: 'EPIPE' });
    expect(isDatabaseUnavailable(error)).toBe(true);
    expect(describeDatabaseError(error)).toBeUndefined();
  });
});

describe('whatever else is thrown', () => {
  it('keeps its code, or gets one by its status where it speaks of the request', () => {
    const own = new CodedException('username_taken');
    expect(toCodedException(own)).toBe(own);
    const tooLarge = coded('FST_ERR_CTP_BODY_TOO_LARGE', { statusCode: 413 });
    expect(toCodedException(tooLarge).code).toBe('payload_too_large');
  });

  it('is a 500 with whatever status it claims', () => {
    for (const error of [
      coded('OTHER', { statusCode: 404 }),
      'text',
      null,
      undefined,
    ])
      expect(toCodedException(error).code).toBe('internal_error');
  });
});
