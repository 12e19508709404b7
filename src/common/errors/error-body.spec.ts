import { CodedException } from './coded.exception.js';
import { errorBody } from './error-body.js';
import { ERROR_CATALOG, type ErrorCode } from './error-catalog.js';
import { FIELD_ERRORS } from './field-errors.js';

const KOREAN = /[가-힣]/;

describe('the body of an error', () => {
  it.each(Object.keys(ERROR_CATALOG) as ErrorCode[])(
    '%s has a status and a message in both languages',
    (code) => {
      const { status, en, ko } = ERROR_CATALOG[code];
      expect(status).toBeGreaterThanOrEqual(400);
      expect(en).toMatch(/^[ -~]+\.$/);
      expect(ko).toMatch(KOREAN);
    },
  );

  it.each(Object.entries(FIELD_ERRORS))(
    'says %s of a field in both languages',
    (_code, { en, ko }) => {
      expect(en).toMatch(/^[ -~]+$/);
      expect(ko).toMatch(KOREAN);
    },
  );

  it('is of one shape', () => {
    const exception = new CodedException('validation_failed', {
      details: [{ field: 'username', code: 'required' }],
    });
    expect(errorBody(exception, 'en', 'id')).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      code: 'validation_failed',
      message: ERROR_CATALOG.validation_failed.en,
      requestId: 'id',
      details: [
        { field: 'username', code: 'required', message: 'is required' },
      ],
    });
  });
});
