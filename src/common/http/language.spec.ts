import fc from 'fast-check';
import { preferredLanguage } from './language.js';

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
