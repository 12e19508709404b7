import { parseDuration } from './duration.js';

describe('durations', () => {
  it.each([
    ['0s', 0],
    ['1s', 1_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['30d', 2_592_000_000],
    ['007m', 420_000],
    ['3650d', 315_360_000_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    's',
    '10',
    '10 s',
    ' 10s',
    '10s ',
    '10S',
    '10ms',
    '1w',
    '1y',
    '-1s',
    '+1s',
    '1.5h',
    '1e3s',
    '0x10s',
    '１0s',
    '10s\n',
    '10s5m',
    '3651d',
    '99999999999s',
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });
});
