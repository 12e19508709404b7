import type { ErrorEntry } from './error-entry.js';

/** The part of the catalogue that is about logins somebody else vouches for. */
export const IDENTITY_ERRORS = {
  redirect_not_allowed: {
    status: 400,
    en: 'This address is not one to return to. Use a path, or an address on an origin of FRONTEND_ORIGINS; for a code, one of KAKAO_REDIRECT_URIS.',
    ko: '이동할 수 없는 주소입니다. 경로 또는 FRONTEND_ORIGINS에 있는 출처의 주소를, 인가 코드에는 KAKAO_REDIRECT_URIS에 있는 주소를 사용해 주세요.',
  },
  kakao_rejected: {
    status: 401,
    en: 'Kakao does not confirm this login. Start it again.',
    ko: '카카오에서 로그인을 확인할 수 없습니다. 다시 시도해 주세요.',
  },
  kakao_disabled: {
    status: 404,
    en: 'Kakao login is off. Set KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET and KAKAO_APP_ID.',
    ko: '카카오 로그인이 꺼져 있습니다. KAKAO_CLIENT_ID, KAKAO_CLIENT_SECRET, KAKAO_APP_ID를 설정해 주세요.',
  },
  identity_taken: {
    status: 409,
    en: 'This Kakao account cannot be linked: it belongs to another user, or you have linked another one. Unlink it there first.',
    ko: '이 카카오 계정은 연결할 수 없습니다. 다른 사용자가 사용 중이거나 이미 다른 카카오 계정이 연결되어 있습니다. 먼저 연결을 해제해 주세요.',
  },
  last_credential: {
    status: 409,
    en: 'This is your only way to log in: there is no password, or no username and no verified address to use it with.',
    ko: '유일한 로그인 수단입니다. 비밀번호가 없거나, 비밀번호와 함께 쓸 아이디나 확인된 이메일이 없습니다.',
  },
  kakao_unavailable: {
    status: 503,
    en: 'Kakao cannot be reached at the moment. Try again shortly, or log in with your password.',
    ko: '지금은 카카오에 연결할 수 없습니다. 잠시 후 다시 시도하거나 비밀번호로 로그인해 주세요.',
  },
} as const satisfies Record<string, ErrorEntry>;
