import type { Config, KakaoConfig } from '../config/config.js';
import type { Finding } from './finding.js';
import { kakaoKeyFindings } from './kakao-key-findings.js';
import { redirectUriOf } from './redirect-uri.js';

const KAKAO = {
  KAKAO_AUTH_URL: 'https://kauth.kakao.com',
  KAKAO_API_URL: 'https://kapi.kakao.com',
};

/** Whether Kakao Login is set up, as far as can be seen without asking Kakao. */
export function kakaoFindings(config: Config): Finding[] {
  const { kakao } = config;
  if (!kakao) return [noApp(config)];
  return [
    redirectUri(config),
    ...kakaoKeyFindings(kakao),
    ...(kakao.adminKey ? [] : [noAdminKey()]),
    ...(config.environment === 'production' ? elsewhere(kakao) : []),
  ];
}

function noApp(config: Config): Finding {
  const setUp = `KAKAO_CLIENT_ID=<REST API key>\nKAKAO_CLIENT_SECRET=<client secret>\nKAKAO_APP_ID=<number of the app>\nRedirect URI: ${redirectUriOf(config)}`;
  return config.environment === 'production'
    ? {
        level: 'fine',
        ko: '카카오 앱이 설정되지 않아 카카오 로그인이 꺼져 있습니다(404 kakao_disabled). 켜려면:',
        en: 'No Kakao app is configured: Kakao Login is off (404 kakao_disabled). To turn it on:',
        fix: setUp,
      }
    : {
        level: 'fine',
        ko: '카카오 앱이 설정되지 않아 개발에서는 에뮬레이터가 대신합니다. 운영에서는 꺼집니다. 실제 카카오를 쓰려면:',
        en: 'No Kakao app is configured: in development an emulator stands in, in production it is off. For the real Kakao:',
        fix: setUp,
      };
}

function redirectUri(config: Config): Finding {
  return {
    level: 'fine',
    ko: '카카오 개발자 콘솔의 REST API 키에 이 Redirect URI가 글자 그대로 등록되어 있어야 합니다. 여기서는 확인할 수 없습니다. 없으면 KOE006이 나옵니다.',
    en: 'Kakao Developers must list exactly this redirect URI under the REST API key. It cannot be seen from here; without it Kakao shows KOE006.',
    fix: `Redirect URI: ${redirectUriOf(config)}`,
  };
}

function noAdminKey(): Finding {
  return {
    level: 'warning',
    ko: 'KAKAO_ADMIN_KEY가 없습니다. 탈퇴해도 카카오와의 연결이 끊기지 않고, 연결 해제 웹훅은 모두 거절합니다.',
    en: 'KAKAO_ADMIN_KEY is missing: deleted accounts stay linked at Kakao, and the unlink webhook refuses everything.',
    fix: 'KAKAO_ADMIN_KEY=<admin key>',
  };
}

function elsewhere({ authUrl, apiUrl }: KakaoConfig): Finding[] {
  const given = { KAKAO_AUTH_URL: authUrl, KAKAO_API_URL: apiUrl };
  const names = Object.keys(KAKAO) as (keyof typeof KAKAO)[];
  return names
    .filter((name) => given[name] !== KAKAO[name])
    .map((name) => ({
      level: 'warning',
      ko: `운영 환경인데 ${name}이 카카오가 아닙니다(${given[name]}). 그 주소가 누구로든 로그인시킬 수 있습니다.`,
      en: `This is production, and ${name} is not Kakao (${given[name]}): whoever is there can log in as anybody.`,
      fix: `${name}=${KAKAO[name]}`,
    }));
}
