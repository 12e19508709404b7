import { reportOf } from './report.js';

describe('the report', () => {
  it('has a block for each finding: mark, Korean, English, what to set', () => {
    const report = reportOf([
      { level: 'fine', ko: '좋음', en: 'good' },
      { level: 'warning', ko: '조심', en: 'careful', fix: 'A=1' },
      { level: 'broken', ko: '고장', en: 'broken', fix: 'B=2\nC=3' },
    ]);
    expect(report.split('\n\n')).toEqual([
      '✓ 좋음\n  good',
      '! 조심\n  careful\n    → A=1',
      '✗ 고장\n  broken\n    → B=2\n    → C=3',
      '문제 1개, 경고 1개 · broken: 1, warnings: 1',
    ]);
  });
});
