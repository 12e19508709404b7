import type { Finding } from './finding.js';

const KNOWN: Readonly<Record<string, Finding>> = {
  KOE320: {
    level: 'fine',
    ko: '카카오가 REST API 키와 클라이언트 시크릿을 받아들였습니다.',
    en: 'Kakao accepts the REST API key and the client secret.',
  },
  KOE010: {
    level: 'broken',
    ko: '카카오가 클라이언트 시크릿을 거절했습니다(KOE010). 동의 화면까지는 나오지만 로그인은 실패합니다.',
    en: 'Kakao refuses the client secret (KOE010): the consent page appears, and then no login works.',
    fix: 'KAKAO_CLIENT_SECRET=<client secret of this REST API key, for Kakao Login>',
  },
  KOE101: {
    level: 'broken',
    ko: '카카오가 이 키를 모르거나 REST API 키가 아닙니다(KOE101).',
    en: 'Kakao does not know this key, or it is no REST API key (KOE101).',
    fix: 'KAKAO_CLIENT_ID=<REST API key>',
  },
};

/** What an answer to the dummy code says about the credentials. */
export function answered(
  status: number,
  errorCode: string | undefined,
): Finding {
  const known = errorCode && KNOWN[errorCode];
  if (known) return known;
  const what = errorCode ?? `HTTP ${status}`;
  return {
    level: 'warning',
    ko: `카카오의 대답(${what})으로는 키와 시크릿이 맞는지 알 수 없습니다. 잠시 뒤 다시 해 보세요.`,
    en: `Kakao's answer (${what}) does not tell whether key and secret are right. Try again later.`,
  };
}

/** What silence says: nothing about the credentials. */
export function silent(authUrl: string): Finding {
  return {
    level: 'warning',
    ko: `4초 안에 ${authUrl}의 대답을 받지 못해 키와 시크릿을 확인하지 못했습니다. 설정이 틀렸다는 뜻은 아닙니다. 방화벽과 네트워크를 확인하세요.`,
    en: `No answer from ${authUrl} within 4 s, so key and secret are unchecked. That is no fault of the configuration: look at the network and the firewall.`,
  };
}
