import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';
import { asHttps, frontEnds, isHttps, respelled } from './front-ends.js';
import { isLoopback } from './site.js';

/** Which pages may call with credentials, and which of them should not. */
export function corsFindings(config: Config): Finding[] {
  return [allowed(config), ...inProduction(config)];
}

function allowed({ allowedOrigins }: Config): Finding {
  const list = allowedOrigins.join(', ');
  return {
    level: 'fine',
    ko: `CORS가 허용하는 출처는 이것뿐입니다: ${list}. 다른 포트, localhost 대신 127.0.0.1은 403 origin_not_allowed를 받습니다.`,
    en: `CORS allows these origins and no other: ${list}. Another port, or 127.0.0.1 for localhost, gets 403 origin_not_allowed.`,
  };
}

function inProduction(config: Config): Finding[] {
  if (config.environment !== 'production') return [];
  return frontEnds(config).flatMap((page) => {
    if (isLoopback(page)) return [leftOver(config, page)];
    return isHttps(page) ? [] : [overHttp(config, page)];
  });
}

function leftOver(config: Config, page: string): Finding {
  return {
    level: 'warning',
    ko: `운영 환경인데 개발용 출처 ${page} 이(가) 허용되어 있습니다.`,
    en: `This is production, and the development origin ${page} is allowed.`,
    fix: respelled(config, page),
  };
}

function overHttp(config: Config, page: string): Finding {
  return {
    level: 'warning',
    ko: `${page} 은(는) 암호화되지 않습니다. 같은 네트워크의 누구나 그 페이지를 바꿔 토큰을 가져갈 수 있습니다.`,
    en: `${page} is not encrypted: anybody on the network can change its pages and take the tokens.`,
    fix: respelled(config, page, asHttps(page)),
  };
}
