import { QueryFailedError } from 'typeorm';
import { describeError } from './logger.js';

describe('what the log tells of an error', () => {
  const secrets = ['$argon2id$hash', 'person@example.com'];

  it.each([
    [
      'that the server named',
      { code: '23505', constraint: 'users_pkey' },
      { sqlState: '23505', constraint: 'users_pkey' },
    ],
    ['that the driver named', { code: 'ECONNRESET' }, { reason: 'ECONNRESET' }],
    ['that nobody named', {}, { reason: 'Query read timeout' }],
  ])(
    'is no statement and no parameter of a database error %s',
    (_name, members, told) => {
      const driverError = Object.assign(
        new Error('Query read timeout'),
        members,
      );
      const error = new QueryFailedError(
        'UPDATE users SET …',
        secrets,
        driverError,
      );
      expect(describeError(error)).toEqual({ type: 'DatabaseError', ...told });
    },
  );

  it('is no member that a library hangs on it', () => {
    const error = Object.assign(new TypeError('broken'), {
      request: { headers: { cookie: 'secret' } },
    });
    expect(Object.keys(describeError(error))).toEqual([
      'type',
      'message',
      'stack',
      'code',
    ]);
  });
});
