import { returnPath } from './return-path';

const ORIGIN = 'https://app.example.com';

describe('returnPath', () => {
  it.each([
    ['/account', '/account'],
    ['/admin?q=kim#top', '/admin?q=kim#top'],
    [`${ORIGIN}/account`, '/account'],
    ['account', '/account'],
    [null, '/'],
    ['', '/'],
  ])('%s leads to %s', (value, path) => {
    expect(returnPath(value, ORIGIN)).toBe(path);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/.//evil.example',
    '/\t/evil.example',
    'https://app.example.com.evil.example/',
    'https://app.example.com@evil.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'https://',
    'blob:https://app.example.com/x',
    'blob:https://app.example.com//evil.example',
  ])('%s leads home', (value) => {
    expect(returnPath(value, ORIGIN)).toBe('/');
  });
});
