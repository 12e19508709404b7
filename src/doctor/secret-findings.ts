import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';

const OWN =
  'JWT_ACCESS_SECRET=<openssl rand -base64 48>\nJWT_REFRESH_SECRET=<openssl rand -base64 48>';

/** Where the signing secrets come from. Missing, short and repeated ones are problems of the configuration already. */
export function secretFindings(
  { environment, dataDir }: Config,
  areGenerated: boolean,
): Finding[] {
  if (!areGenerated)
    return [
      {
        level: 'fine',
        ko: '서명 비밀이 설정되어 있고 충분히 깁니다.',
        en: 'The signing secrets are set and long enough.',
      },
    ];
  if (environment === 'production')
    return [
      {
        level: 'warning',
        ko: `운영 서버가 개발용으로 생성된 비밀(${dataDir}/secrets.json)로 서명합니다. 그 파일을 본 사람은 누구로든 로그인할 수 있습니다.`,
        en: `Production signs with secrets generated for development (${dataDir}/secrets.json): whoever has seen that file can be anybody.`,
        fix: OWN,
      },
    ];
  return [
    {
      level: 'fine',
      ko: `개발용 비밀이 ${dataDir}/secrets.json에 생성되어 있습니다. 운영에는 직접 만든 값이 필요합니다.`,
      en: `Development secrets are generated, in ${dataDir}/secrets.json. Production needs its own:`,
      fix: OWN,
    },
  ];
}
