import { ACCOUNT_ERRORS } from './account-errors.js';
import type { ErrorEntry } from './error-entry.js';
import { IDENTITY_ERRORS } from './identity-errors.js';

/** Every code an answer can carry. A message says what was wrong and what to do, never what an attacker would like to know. */
export const ERROR_CATALOG = {
  validation_failed: {
    status: 400,
    en: 'Some fields are not valid. See details.',
    ko: '입력값이 올바르지 않습니다. details를 확인해 주세요.',
  },
  malformed_body: {
    status: 400,
    en: 'The request could not be read. Send valid JSON in UTF-8.',
    ko: '요청을 읽을 수 없습니다. UTF-8 형식의 올바른 JSON을 보내 주세요.',
  },
  password_too_weak: {
    status: 400,
    en: 'This password is too easy to guess. Choose one that is not common and not close to your name or address.',
    ko: '추측하기 쉬운 비밀번호입니다. 흔하지 않고 이름이나 이메일과 비슷하지 않은 비밀번호를 사용해 주세요.',
  },
  invalid_credentials: {
    status: 401,
    en: 'The username or password is wrong.',
    ko: '아이디 또는 비밀번호가 올바르지 않습니다.',
  },
  access_token_missing: {
    status: 401,
    en: 'Log in, or send the access token as "Authorization: Bearer <token>".',
    ko: '로그인하거나 "Authorization: Bearer <토큰>" 헤더로 액세스 토큰을 보내 주세요.',
  },
  access_token_invalid: {
    status: 401,
    en: 'The access token is not valid. Refresh it or log in again.',
    ko: '액세스 토큰이 올바르지 않습니다. 갱신하거나 다시 로그인해 주세요.',
  },
  access_token_expired: {
    status: 401,
    en: 'The access token has expired. Refresh it.',
    ko: '액세스 토큰이 만료되었습니다. 갱신해 주세요.',
  },
  session_revoked: {
    status: 401,
    en: 'This session has ended. Log in again.',
    ko: '종료된 세션입니다. 다시 로그인해 주세요.',
  },
  refresh_token_missing: {
    status: 401,
    en: 'There is no refresh token. Log in.',
    ko: '리프레시 토큰이 없습니다. 로그인해 주세요.',
  },
  refresh_token_invalid: {
    status: 401,
    en: 'The refresh token is not valid. Log in again.',
    ko: '리프레시 토큰이 올바르지 않습니다. 다시 로그인해 주세요.',
  },
  refresh_token_expired: {
    status: 401,
    en: 'The refresh token has expired. Log in again.',
    ko: '리프레시 토큰이 만료되었습니다. 다시 로그인해 주세요.',
  },
  refresh_token_reused: {
    status: 401,
    en: 'This refresh token was used before. To be safe the session was ended; log in again.',
    ko: '이미 사용된 리프레시 토큰입니다. 안전을 위해 세션을 종료했습니다. 다시 로그인해 주세요.',
  },
  forbidden: {
    status: 403,
    en: 'You are not allowed to do this.',
    ko: '이 작업을 수행할 권한이 없습니다.',
  },
  origin_not_allowed: {
    status: 403,
    en: 'This site may not call the server. Add its origin to FRONTEND_ORIGINS.',
    ko: '허용되지 않은 출처의 요청입니다. FRONTEND_ORIGINS에 출처를 추가해 주세요.',
  },
  account_disabled: {
    status: 403,
    en: 'This account is disabled. Contact support.',
    ko: '비활성화된 계정입니다. 고객센터에 문의해 주세요.',
  },
  reauthentication_required: {
    status: 403,
    en: 'Confirm that it is you: send your current password, or log in again first.',
    ko: '본인 확인이 필요합니다. 현재 비밀번호를 보내거나 다시 로그인해 주세요.',
  },
  not_found: {
    status: 404,
    en: 'There is nothing here.',
    ko: '요청한 대상을 찾을 수 없습니다.',
  },
  username_taken: {
    status: 409,
    en: 'This username is taken. Choose another one.',
    ko: '이미 사용 중인 아이디입니다. 다른 아이디를 사용해 주세요.',
  },
  username_not_allowed: {
    status: 409,
    en: 'This username is reserved. Choose another one.',
    ko: '사용할 수 없는 아이디입니다. 다른 아이디를 사용해 주세요.',
  },
  payload_too_large: {
    status: 413,
    en: 'The request is too large. Send 16 KiB at most.',
    ko: '요청이 너무 큽니다. 16KiB 이하로 보내 주세요.',
  },
  unsupported_media_type: {
    status: 415,
    en: 'Send the body as application/json, without a Content-Encoding.',
    ko: '본문은 Content-Encoding 없이 application/json으로 보내 주세요.',
  },
  request_refused: {
    status: 400,
    en: 'The request was refused.',
    ko: '요청이 거부되었습니다.',
  },
  internal_error: {
    status: 500,
    en: 'Something went wrong on our side. Try again, and report the requestId if it stays.',
    ko: '서버 오류가 발생했습니다. 다시 시도해 주시고, 계속되면 requestId를 알려 주세요.',
  },
  unavailable: {
    status: 503,
    en: 'The service is busy or restarting. Try again shortly.',
    ko: '서비스가 일시적으로 응답할 수 없습니다. 잠시 후 다시 시도해 주세요.',
  },
  ...IDENTITY_ERRORS,
  ...ACCOUNT_ERRORS,
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOG;
