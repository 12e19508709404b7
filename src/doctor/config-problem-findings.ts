import type { Finding } from './finding.js';
import { SETTING_RULES, type SettingRule } from './setting-rules.js';

/** The lines of a ConfigError, each with what the variable should be. */
export function configProblemFindings(problems: readonly string[]): Finding[] {
  return [...problems.map(toFinding), AND_THEN];
}

const AND_THEN: Finding = {
  level: 'warning',
  ko: '나머지는 위의 문제를 고친 뒤에 검사할 수 있습니다.',
  en: 'The rest can be checked once these are right.',
  fix: 'npm run doctor',
};

function toFinding(problem: string): Finding {
  const name = problem.split(':', 1)[0]!;
  const rule = (SETTING_RULES as Record<string, SettingRule | undefined>)[name];
  return {
    level: 'broken',
    ko: rule
      ? `${name}: 서버가 시작하지 않습니다. 필요한 값: ${rule.ko}`
      : `${name}: 값이 없거나 잘못되어 서버가 시작하지 않습니다. 아래 영어 설명을 보세요.`,
    en: `${problem} (the server does not start)`,
    fix: rule && `${name}=${rule.example}`,
  };
}
