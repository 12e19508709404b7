import { isSameSite } from './site.js';

describe('the site browsers count an origin to', () => {
  it.each([
    ['http://localhost:3000', 'http://localhost:5173'],
    ['https://api.example.com', 'https://www.example.com:8443'],
    ['https://example.co.kr', 'https://a.b.example.co.kr'],
    ['http://192.168.0.5:3000', 'http://192.168.0.5:5173'],
  ])('is the same for %s and %s', (one, other) => {
    expect(isSameSite(one, other)).toBe(true);
  });

  it.each([
    ['http://localhost:3000', 'http://127.0.0.1:3000'],
    ['http://127.0.0.1:3000', 'http://[::1]:3000'],
    ['http://192.168.0.5:3000', 'http://192.168.0.6:3000'],
    ['http://app.example.com', 'https://app.example.com'],
    ['https://one.co.kr', 'https://two.co.kr'],
    ['https://one.vercel.app', 'https://two.vercel.app'],
    ['https://minsu.github.io', 'https://jiwoo.github.io'],
  ])('is another for %s and %s', (one, other) => {
    expect(isSameSite(one, other)).toBe(false);
  });
});
