import fc from 'fast-check';
import {
  foldCase,
  isReservedUsername,
  isUsername,
  usernameKey,
} from './username.js';

const anyText = fc.string({ unit: 'binary', maxLength: 40 });
const letters = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'aAßẞſKÅİıΣσςﬁǅԱևꮜᏌ_.-7한글é'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  ),
  minLength: 3,
  maxLength: 30,
});
const names = fc.oneof(anyText, letters);

describe('usernames', () => {
  it('fold to a key that folds to itself', () => {
    fc.assert(
      fc.property(names, (name) => {
        const key = usernameKey(name);
        expect(usernameKey(key)).toBe(key);
      }),
      { numRuns: 2_000 },
    );
  });

  it('have one key in every normal form', () => {
    fc.assert(
      fc.property(names, (name) => {
        const forms = ['NFC', 'NFD', 'NFKC', 'NFKD'].map((form) =>
          usernameKey(name.normalize(form)),
        );
        expect(new Set(forms)).toEqual(new Set([usernameKey(name)]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('have one key in lower and upper case, letter by letter', () => {
    const single = fc.string({ unit: 'binary', minLength: 1, maxLength: 1 });
    fc.assert(
      fc.property(single, (letter) => {
        // ı is a letter of its own in CaseFolding.txt, though its capital is I.
        fc.pre(letter.normalize('NFKC') !== 'ı');
        const [folded, upper] = [
          foldCase(letter),
          foldCase(letter.toUpperCase()),
        ];
        expect(upper).toBe(folded);
      }),
      { numRuns: 5_000 },
    );
  });

  it('have one key for every letter of Unicode and its other case', () => {
    const different: string[] = [];
    for (let point = 0; point <= 0x10ffff; point += 1) {
      const letter = String.fromCodePoint(point);
      if (letter === 'ı' || !/\p{L}/u.test(letter)) continue;
      const key = usernameKey(letter);
      const others = [letter.toUpperCase(), letter.toLowerCase(), key];
      if (others.some((other) => usernameKey(other) !== key))
        different.push(letter);
    }
    expect(different).toEqual([]);
  });

  it('are names no longer and no shorter by being folded twice', () => {
    fc.assert(
      fc.property(letters, (name) => {
        fc.pre(isUsername(name));
        expect(usernameKey(name).length).toBeGreaterThanOrEqual(3);
        expect(isUsername(name.normalize('NFD'))).toBe(true);
      }),
    );
  });

  it.each([
    ['Straße', 'STRASSE'],
    ['ｓｔｒａｓｓｅ', 'straẞe'],
    ['Σίσυφος', 'ΣΊΣΥΦΟΣ'],
    ['\u212a\u212b7', 'kå7'],
    ['ſ-letter', 's-letter'],
    ['İstanbul', 'i̇stanbul'],
    ['한글', '한글'.normalize('NFD')],
    ['Ꮜꮜꮜ', 'ꮜᏌꮜ'],
  ])('%s is %s', (one, other) => {
    expect(usernameKey(one)).toBe(usernameKey(other));
  });

  it.each([
    ['ı', 'i'],
    ['o', 'ο'],
    ['a', 'а'],
    ['user1', 'user-1'],
    ['한글', '한굴'],
  ])('%s is not %s', (one, other) => {
    expect(usernameKey(one)).not.toBe(usernameKey(other));
  });

  it('that are reserved are reserved in every spelling', () => {
    for (const name of [
      'Admin',
      'ＡＤＭＩＮ',
      'aDmIn',
      '관리자'.normalize('NFD'),
    ])
      expect(isReservedUsername(name)).toBe(true);
    expect(isReservedUsername('administrators-friend')).toBe(false);
  });
});
