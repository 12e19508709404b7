import type { ErrorEntry } from './error-entry.js';

/** The part of the catalogue that is about the life of an account, and about trying too often. */
export const ACCOUNT_ERRORS = {
  token_invalid: {
    status: 400,
    en: 'This link is not valid any more. Ask for a new mail.',
    ko: '더 이상 유효하지 않은 링크입니다. 메일을 다시 요청해 주세요.',
  },
  email_taken: {
    status: 409,
    en: 'This e-mail address belongs to another account. Use another one, or log in there.',
    ko: '다른 계정에서 사용 중인 이메일 주소입니다. 다른 주소를 사용하거나 그 계정으로 로그인해 주세요.',
  },
  last_admin: {
    status: 409,
    en: 'This is the last administrator. Make somebody else one first.',
    ko: '마지막 관리자입니다. 먼저 다른 관리자를 지정해 주세요.',
  },
  rate_limited: {
    status: 429,
    en: 'Too many attempts. Wait as many seconds as Retry-After says.',
    ko: '시도 횟수가 너무 많습니다. Retry-After에 적힌 초만큼 기다린 뒤 다시 시도해 주세요.',
  },
} as const satisfies Record<string, ErrorEntry>;
