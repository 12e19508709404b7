import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';
import { isHttps } from './front-ends.js';

/** Whether the server sees its clients' addresses: it speaks no TLS itself, so https means a proxy. */
export function proxyFindings(config: Config): Finding[] {
  const { publicUrl, trustedProxyHops: hops } = config;
  if (isHttps(publicUrl) && hops === 0) return [everyoneIsTheProxy(publicUrl)];
  if (!isHttps(publicUrl) && hops > 0) return [anyoneIsAnyone(hops)];
  return [
    {
      level: 'fine',
      ko: `앞에 있는 프록시: ${hops}개 (TRUSTED_PROXY_HOPS)`,
      en: `Proxies in front: ${hops} (TRUSTED_PROXY_HOPS)`,
    },
  ];
}

function everyoneIsTheProxy(publicUrl: string): Finding {
  return {
    level: 'warning',
    ko: `${publicUrl} 은(는) https이므로 앞에 TLS 프록시가 있을 텐데, 모든 사용자의 주소가 프록시의 주소로 보입니다. 한 사람의 로그인 실패가 모두를 막습니다. 프록시가 둘이면(CDN과 로드 밸런서) 2로 하세요.`,
    en: `${publicUrl} is https, so a TLS proxy stands in front and every client seems to have its address: one person's failed logins lock everybody out. Behind two (CDN and load balancer) set 2.`,
    fix: 'TRUSTED_PROXY_HOPS=1',
  };
}

function anyoneIsAnyone(hops: number): Finding {
  return {
    level: 'warning',
    ko: `PUBLIC_URL이 http인데 프록시 ${hops}개를 믿습니다. 프록시가 없다면 누구나 X-Forwarded-For로 주소를 꾸며 제한을 피할 수 있습니다.`,
    en: `PUBLIC_URL is http, and ${hops} proxies are trusted: if there is none, anybody can make up an address in X-Forwarded-For and escape the limits.`,
    fix: 'TRUSTED_PROXY_HOPS=0',
  };
}
