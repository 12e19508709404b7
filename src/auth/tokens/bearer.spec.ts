import { bearerToken } from './bearer.js';

const read = (authorization?: string) =>
  bearerToken({ raw: { headers: { authorization }, rawHeaders: [] } });

describe('the Authorization header', () => {
  it('is Bearer, one space and one token', () => {
    expect(read('Bearer a.b-c_d.e~f+g/h==')).toBe('a.b-c_d.e~f+g/h==');
  });

  it('may be missing, which is something else than wrong', () => {
    expect(() => read()).toThrow('access_token_missing');
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    'bearer a',
    'BEARER a',
    'Bearer  a',
    ' Bearer a',
    'Bearer a ',
    'Bearer a b',
    'Bearer a,b',
    'Bearer\ta',
    'Bearer a\n',
    'Basic a',
    'Bearer =',
    'Bearer a=b',
    'Bearer é',
  ])('is refused as %j', (header) => {
    expect(() => read(header)).toThrow('access_token_invalid');
  });
});
