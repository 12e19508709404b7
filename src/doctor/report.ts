import type { Finding, Level } from './finding.js';

const MARKS: Record<Level, string> = { fine: '✓', warning: '!', broken: '✗' };

/** The findings as people read them: a block each, and a closing line. */
export function reportOf(findings: readonly Finding[]): string {
  return [...findings.map(blockOf), summaryOf(findings)].join('\n\n');
}

function blockOf({ level, ko, en, fix }: Finding): string {
  const fixes = fix?.split('\n').map((line) => `    → ${line}`) ?? [];
  return [`${MARKS[level]} ${ko}`, `  ${en}`, ...fixes].join('\n');
}

function summaryOf(findings: readonly Finding[]): string {
  const count = (level: Level) =>
    findings.filter((finding) => finding.level === level).length;
  const [broken, warnings] = [count('broken'), count('warning')];
  return `문제 ${broken}개, 경고 ${warnings}개 · broken: ${broken}, warnings: ${warnings}`;
}
