import fc from 'fast-check';
import { CodedException } from './coded.exception.js';
import { errorBody, preferredLanguage } from './error-body.js';
import { ERROR_CATALOG, type ErrorCode } from './error-catalog.js';
import { FIELD_ERRORS } from './field-errors.js';

const KOREAN = /[가-힣]/;

describe('the language of an answer', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['ko', 'ko'],
    ['KO-kr', 'ko'],
    ['en-US,en;q=0.9,ko;q=0.8', 'en'],
    ['ko-KR,ko;q=0.9,en-US;q=0.8', 'ko'],
    ['fr-FR, ko;q=0.2', 'ko'],
    ['en;q=0.2, ko;q=0.3', 'ko'],
    ['ko; q=0.1, en; q=0.2', 'en'],
    ['ko;q=0, fr', 'en'],
    ['kok-IN', 'en'],
    ['korean', 'en'],
    ['*', 'en'],
    ['ko;q=abc', 'en'],
  ])('asked for by %j is %s', (header, language) => {
    expect(preferredLanguage(header)).toBe(language);
  });

  it('is one of the two, whatever is asked for', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        expect(['ko', 'en']).toContain(preferredLanguage(header));
      }),
    );
  });
});

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
