import {
  ALLOWED_WISHES,
  ODD_PATHS,
  OPEN_REDIRECTS,
  WEB,
} from '../../../test/support/return-to.js';
import type { Config } from '../../config/config.js';
import { ReturnTo } from './return-to.js';

const returnTo = new ReturnTo({
  webUrl: WEB,
  allowedOrigins: ['http://localhost:3000', WEB, 'http://localhost:5173'],
} as unknown as Config);

describe('the address a redirect flow ends at', () => {
  it.each([...OPEN_REDIRECTS, '/\ud800'])('is refused as %j', (wish) => {
    expect(() => returnTo.resolve(wish)).toThrow('redirect_not_allowed');
  });

  it.each([null, 7, true, {}, [], ['/'], ['/', '/'], { toString: () => '/' }])(
    'is refused as %j, which is no text',
    (wish) => {
      expect(() => returnTo.resolve(wish)).toThrow('redirect_not_allowed');
    },
  );

  it.each(ALLOWED_WISHES)('is from %j exactly %s', (wish, end) => {
    expect(returnTo.resolve(wish)).toBe(end);
  });

  it.each(ODD_PATHS)('is on our own origin from %j', (wish) => {
    const url = new URL(returnTo.resolve(wish));
    expect([url.origin, url.username, url.password]).toEqual([WEB, '', '']);
  });

  it('is ASCII, so that it is a header as it is', () => {
    expect(returnTo.resolve('/한글?한=글#끝')).toMatch(/^[\x21-\x7e]+$/);
  });

  it('is up to 512 characters long, as it is sent', () => {
    const rest = 512 - `${WEB}/`.length;
    expect(returnTo.resolve(`/${'a'.repeat(rest)}`)).toHaveLength(512);
    for (const tooLong of [
      `/${'a'.repeat(rest + 1)}`,
      `/${'한'.repeat(300)}`,
      `/?${'"'.repeat(1_000)}`,
      `/${'a'.repeat(100_000)}`,
    ])
      expect(() => returnTo.resolve(tooLong)).toThrow('redirect_not_allowed');
  });

  it('is WEB_URL where nothing is known', () => {
    expect(returnTo.home).toBe(`${WEB}/`);
  });

  it.each([
    [`${WEB}/`, `${WEB}/?error=access_denied`],
    [`${WEB}/a?b=c#d`, `${WEB}/a?b=c&error=access_denied#d`],
    [`${WEB}/a?error=x&error=y`, `${WEB}/a?error=access_denied`],
  ])('%s with an error is %s', (address, end) => {
    expect(returnTo.withError(address, 'access_denied')).toBe(end);
  });
});
