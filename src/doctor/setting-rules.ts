import type { Environment } from '../config/environment.js';

/** What a variable should be, in Korean, and a value that would do. */
export interface SettingRule {
  readonly ko: string;
  readonly example: string;
}

const SECRET: SettingRule = {
  ko: '32바이트 이상의 비밀. 예시 값이 아니고 두 목록에 겹치지 않아야 합니다. 운영에서는 필수입니다',
  example: '<openssl rand -base64 48>',
};
const KAKAO_ADDRESS = '쿼리가 없는 http(s) 주소';

/** ConfigError's lines are English; this is what Korean readers need beside them. */
export const SETTING_RULES: Partial<Record<keyof Environment, SettingRule>> = {
  PORT: { ko: '0부터 65535까지의 정수', example: '3000' },
  PUBLIC_URL: {
    ko: '브라우저가 이 서버에 접속하는 출처(경로 없이). 운영에서는 필수이고 https여야 합니다',
    example: 'https://api.example.com',
  },
  WEB_URL: {
    ko: '프런트엔드의 출처(경로 없이)',
    example: 'https://app.example.com',
  },
  FRONTEND_ORIGINS: {
    ko: '쉼표로 나눈 출처 목록(경로와 * 없이)',
    example: 'https://app.example.com,https://admin.example.com',
  },
  TRUSTED_PROXY_HOPS: { ko: '앞에 있는 프록시의 수, 0부터 10', example: '1' },
  DATABASE_URL: {
    ko: 'PostgreSQL 주소. 운영에서는 필수입니다',
    example: 'postgres://user:password@host:5432/database',
  },
  DATABASE_POOL_MAX: { ko: '1부터 1000까지의 정수', example: '10' },
  DB_MIGRATE: { ko: 'true 또는 false', example: 'true' },
  DATA_DIR: { ko: '읽고 쓸 수 있는 폴더', example: '.data' },
  JWT_ACCESS_SECRET: SECRET,
  JWT_REFRESH_SECRET: SECRET,
  JWT_ACCESS_PRIVATE_KEY: {
    ko: 'P-256 또는 2048비트 이상 RSA 개인 키의 PEM, 또는 @와 그 경로',
    example: '@/run/secrets/access-key.pem',
  },
  JWT_ACCESS_PUBLIC_KEYS: {
    ko: '공개 키 PEM 또는 @와 그 경로의 목록. JWT_ACCESS_PRIVATE_KEY가 있어야 합니다',
    example: '@/run/secrets/old-access-key.pub.pem',
  },
  ACCESS_TOKEN_TTL: {
    ko: '기간(s, m, h, d). REFRESH_TOKEN_TTL보다 길 수 없습니다',
    example: '10m',
  },
  REFRESH_TOKEN_TTL: {
    ko: '기간(s, m, h, d). SESSION_MAX_AGE보다 길 수 없습니다',
    example: '7d',
  },
  SESSION_MAX_AGE: { ko: '기간(s, m, h, d)', example: '30d' },
  REFRESH_GRACE: { ko: '기간(s, m, h, d)', example: '10s' },
  MAX_SESSIONS: { ko: '1부터 100까지의 정수', example: '10' },
  COOKIE_SAMESITE: {
    ko: 'strict, lax 또는 none. none은 PUBLIC_URL이 https일 때만 됩니다',
    example: 'strict',
  },
  PASSWORD_MIN_LENGTH: { ko: '8부터 128까지의 정수', example: '8' },
  KAKAO_CLIENT_ID: {
    ko: '카카오 앱의 REST API 키. 세 값(KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_APP_ID)은 함께 설정합니다',
    example: '<REST API key>',
  },
  KAKAO_CLIENT_SECRET: {
    ko: '그 REST API 키의 클라이언트 시크릿. 공백 없이, 세 값을 함께 설정합니다',
    example: '<client secret>',
  },
  KAKAO_APP_ID: {
    ko: '앱 키가 아니라 앱 ID(숫자). 세 값을 함께 설정합니다',
    example: '<number of the app>',
  },
  KAKAO_ADMIN_KEY: { ko: '어드민 키, 공백 없이', example: '<admin key>' },
  KAKAO_CLIENT_IDS: {
    ko: '쉼표로 나눈 JavaScript 키와 네이티브 앱 키',
    example: '<JavaScript key>,<native app key>',
  },
  KAKAO_REDIRECT_URIS: {
    ko: '쉼표로 나눈 온전한 주소 목록',
    example: 'https://app.example.com/kakao',
  },
  KAKAO_AUTH_URL: { ko: KAKAO_ADDRESS, example: 'https://kauth.kakao.com' },
  KAKAO_API_URL: { ko: KAKAO_ADDRESS, example: 'https://kapi.kakao.com' },
  SMTP_URL: {
    ko: '메일 서버의 smtp:// 또는 smtps:// 주소',
    example: 'smtps://user:password@smtp.example.com',
  },
  MAIL_FROM: {
    ko: '보내는 사람의 주소, 또는 이름 <주소>',
    example: 'Munjigi <no-reply@example.com>',
  },
  RATE_LIMIT: { ko: 'on. off는 운영이 아닐 때만 됩니다', example: 'on' },
  LOG_LEVEL: {
    ko: 'fatal, error, warn, info, debug, trace, silent 중 하나',
    example: 'info',
  },
  DOCS: { ko: 'on 또는 off', example: 'off' },
};
