import type { KakaoConfig } from '../config/config.js';
import type { Finding } from './finding.js';

/** The console's name for what belongs into each variable. */
const KINDS = {
  KAKAO_CLIENT_ID: { ko: 'REST API 키', en: 'REST API key' },
  KAKAO_CLIENT_SECRET: { ko: '클라이언트 시크릿', en: 'client secret' },
  KAKAO_ADMIN_KEY: { ko: '어드민 키', en: 'admin key' },
  KAKAO_CLIENT_IDS: {
    ko: 'JavaScript 키, 네이티브 앱 키',
    en: 'JavaScript and native app keys',
  },
} as const;
type Variable = keyof typeof KINDS;

/** Two that never hold the same value. */
const DIFFERENT: readonly (readonly [Variable, Variable])[] = [
  ['KAKAO_CLIENT_SECRET', 'KAKAO_CLIENT_ID'],
  ['KAKAO_ADMIN_KEY', 'KAKAO_CLIENT_ID'],
  ['KAKAO_ADMIN_KEY', 'KAKAO_CLIENT_SECRET'],
  ['KAKAO_CLIENT_IDS', 'KAKAO_ADMIN_KEY'],
  ['KAKAO_CLIENT_IDS', 'KAKAO_CLIENT_SECRET'],
];
const KEYS = [
  'KAKAO_CLIENT_ID',
  'KAKAO_ADMIN_KEY',
  'KAKAO_CLIENT_IDS',
] as const;

/** Keys that stand in the wrong place or do not look like keys. Their values are never told. */
export function kakaoKeyFindings(kakao: KakaoConfig): Finding[] {
  const given: Record<Variable, readonly string[]> = {
    KAKAO_CLIENT_ID: [kakao.clientId],
    KAKAO_CLIENT_SECRET: [kakao.clientSecret],
    KAKAO_ADMIN_KEY: kakao.adminKey ? [kakao.adminKey] : [],
    KAKAO_CLIENT_IDS: kakao.audiences.slice(1),
  };
  const confused = DIFFERENT.filter(([one, other]) =>
    given[one].some((value) => given[other].includes(value)),
  );
  const odd = KEYS.filter((name) => !given[name].every(looksLikeKey));
  return [
    ...confused.map(([one, other]) => sameValue(one, other)),
    ...odd.map(noKey),
  ];
}

function looksLikeKey(value: string): boolean {
  return /^[0-9a-f]{32}$/i.test(value);
}

function sameValue(one: Variable, other: Variable): Finding {
  return {
    level: 'broken',
    ko: `${one}와(과) ${other}에 같은 값이 있습니다. 하나는 ${KINDS[one].ko}, 다른 하나는 ${KINDS[other].ko}의 자리입니다.`,
    en: `${one} and ${other} hold the same value; one is for the ${KINDS[one].en}, the other for the ${KINDS[other].en}.`,
    fix: `${one}=<${KINDS[one].en}>\n${other}=<${KINDS[other].en}>`,
  };
}

function noKey(name: Variable): Finding {
  return {
    level: 'warning',
    ko: `${name}의 값이 카카오 앱 키처럼 보이지 않습니다. 앱 키는 16진수 32자이며, 여기에는 ${KINDS[name].ko}가 들어갑니다.`,
    en: `${name} does not look like a key of a Kakao app, which has 32 hex digits; here belongs the ${KINDS[name].en}.`,
    fix: `${name}=<${KINDS[name].en}>`,
  };
}
