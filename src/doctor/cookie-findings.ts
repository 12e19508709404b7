import type { Config } from '../config/config.js';
import { crossSiteFix, oneDomainFix } from './cross-site-fix.js';
import type { Finding } from './finding.js';
import { frontEnds, isHttps } from './front-ends.js';
import { isSameSite } from './site.js';

/** Whether browsers will send the refresh cookie from each front end's pages. */
export function cookieFindings(config: Config): Finding[] {
  return [
    flags(config),
    ...frontEnds(config).map((page) => fromPage(config, page)),
    ...needlessNone(config),
  ];
}

function flags({ publicUrl, cookieSameSite }: Config): Finding {
  const secure = isHttps(publicUrl);
  const cookie = [
    secure ? '__Host-refresh_token' : 'refresh_token',
    'HttpOnly',
    ...(secure ? ['Secure'] : []),
    `SameSite=${cookieSameSite}`,
  ].join('; ');
  return {
    level: 'fine',
    ko: `${publicUrl}의 리프레시 쿠키: ${cookie}`,
    en: `The refresh cookie of ${publicUrl}: ${cookie}`,
  };
}

function fromPage(config: Config, page: string): Finding {
  const { publicUrl, cookieSameSite } = config;
  if (isSameSite(page, publicUrl))
    return {
      level: 'fine',
      ko: `${page} 은(는) ${publicUrl} 와(과) 같은 사이트라서 쿠키가 전송됩니다.`,
      en: `${page} is the same site as ${publicUrl}: its pages send the cookie.`,
    };
  if (cookieSameSite === 'none')
    return {
      level: 'warning',
      ko: `${page} 은(는) 다른 사이트입니다. Safari처럼 제3자 쿠키를 막는 브라우저에서는 새로고침하면 로그아웃됩니다. 두 주소를 한 도메인 아래에 두세요.`,
      en: `${page} is another site: browsers that block third-party cookies, such as Safari, log out on reload. Put both under one domain.`,
      fix: oneDomainFix(config, page),
    };
  return {
    level: 'broken',
    ko: `${page} 은(는) ${publicUrl} 와(과) 다른 사이트라서, 그 페이지의 fetch는 SameSite=${cookieSameSite} 쿠키를 보내지 않습니다. 로그인해도 새로고침하면 풀립니다.`,
    en: `${page} is another site than ${publicUrl}: fetch on its pages does not send a SameSite=${cookieSameSite} cookie, so no login outlives a reload.`,
    fix: crossSiteFix(config, page),
  };
}

function needlessNone(config: Config): Finding[] {
  const isNeeded = frontEnds(config).some(
    (page) => !isSameSite(page, config.publicUrl),
  );
  if (config.cookieSameSite !== 'none' || isNeeded) return [];
  return [
    {
      level: 'warning',
      ko: '다른 사이트의 프런트엔드가 없으므로 SameSite=none은 필요 없고, CSRF 방어만 약해집니다.',
      en: 'No front end is on another site: SameSite=none is not needed and only weakens the defence against CSRF.',
      fix: 'COOKIE_SAMESITE=strict',
    },
  ];
}
