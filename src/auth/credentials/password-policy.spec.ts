import type { Config } from '../../config/config.js';
import { type Owner, PasswordPolicy } from './password-policy.js';

const OWNER: Owner = {
  username: 'kim.minsoo',
  nickname: '고양이집사님',
  email: 'blue.whale@oceanworld.co.kr',
};

describe('which passwords are taken', () => {
  const policy = new PasswordPolicy({ passwordMinLength: 8 } as Config);

  it.each([
    'correct horse battery',
    '고양이는 창가에서 잔다',
    'my password is a long phrase',
    'password1 password1 is not it',
    'minsoo went to sea in a sieve',
    'munjigi is only a part of this one',
    'zxcvqwer7813',
    '        .',
  ])('%j is', (password) => {
    expect(codeOf(password)).toBeUndefined();
  });

  it.each([
    'password1',
    'PASSWORD1',
    'Password',
    '12345678',
    'qwertyuiop',
    '1q2w3e4r',
    'ｐａｓｓｗｏｒｄ１',
    'iloveyou',
    'tkfkdgo1',
    'dkssud123',
  ])('%j is too common', (password) => {
    expect(codeOf(password)).toBe('password_too_weak');
  });

  it.each([
    ['the username', 'kim.minsoo'],
    ['it without its dot', 'kimminsoo'],
    ['it in capitals', 'KIM.MINSOO'],
    ['it and a year', 'kimminsoo2026'],
    ['it backwards', 'oosnimmik'],
    ['it but for a letter', 'kimminsou'],
    ['it spread out', 'k-i-m m-i-n-s-o-o'],
    ['it again and again', 'kimminsookimminsookimminsoo'],
    ['the nickname', '고양이집사님!!'],
    ['the nickname decomposed', '고양이집사님!!'.normalize('NFD')],
    ['the address', 'blue.whale@oceanworld.co.kr'],
    ['the mailbox', 'bluewhale1'],
    ['its domain', 'oceanworld99'],
    ['the service', 'Munjigi!!'],
  ])('what is close to %s is too weak', (_what, password) => {
    expect(codeOf(password)).toBe('password_too_weak');
  });

  it.each([
    ['1234567', 'validation_failed'],
    ['😀'.repeat(7), 'validation_failed'],
    ['', 'validation_failed'],
  ])('%j is too short', (password, code) => {
    expect(codeOf(password)).toBe(code);
  });

  it('has the length that was configured', () => {
    const strict = new PasswordPolicy({ passwordMinLength: 15 } as Config);
    expect(() => strict.check('fourteen chars', OWNER)).toThrow();
    expect(() => strict.check('fifteen letters', OWNER)).not.toThrow();
  });

  it('minds no name that is too short to tell', () => {
    const owner = { username: 'abc', nickname: '김', email: 'a@b.kr' };
    expect(() => policy.check('a fine 김 passphrase', owner)).not.toThrow();
  });

  function codeOf(password: string): string | undefined {
    try {
      policy.check(password, OWNER);
      return undefined;
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
});
