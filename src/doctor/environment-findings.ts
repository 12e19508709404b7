import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';

/** Which rules were applied. */
export function environmentFindings({ environment }: Config): Finding[] {
  if (environment === 'production')
    return [
      {
        level: 'fine',
        ko: '운영(production) 규칙으로 검사했습니다. .env는 읽지 않습니다.',
        en: 'Checked by the rules of production; .env is not read.',
      },
    ];
  return [
    {
      level: 'fine',
      ko: `${environment} 규칙으로 검사했습니다(.env 포함). 배포할 설정은 운영 규칙으로 다시 검사하세요.`,
      en: `Checked by the rules of ${environment}, .env included. Check what you deploy by the rules of production:`,
      fix: 'NODE_ENV=production npm run doctor',
    },
  ];
}
