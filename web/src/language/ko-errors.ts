import type { enErrors } from './en-errors';

export const koErrors: typeof enErrors = {
  ownErrors: {
    network: '서버가 응답하지 않습니다. 연결 상태를 확인해 주세요.',
    unexpected:
      '문제가 발생했습니다. 페이지를 새로 고친 뒤 다시 시도해 주세요.',
    internal_error: '서버에 문제가 있습니다. 잠시 후 다시 시도해 주세요.',
    session_revoked: '로그인이 끝났습니다. 다시 로그인해 주세요.',
  },
  arrivalErrors: {
    access_denied: '카카오 로그인을 취소했습니다.',
    oauth_state_invalid:
      '로그인 시간이 지났거나 다른 브라우저에서 시작한 로그인입니다. 다시 시도해 주세요.',
    kakao_rejected:
      '카카오에서 로그인을 확인하지 못했습니다. 계속되면 다른 방법으로 로그인해 주세요.',
    kakao_unavailable:
      '지금은 카카오에 연결할 수 없습니다. 잠시 후 다시 시도하거나 비밀번호로 로그인해 주세요.',
    account_disabled: '비활성화된 계정입니다. 고객센터에 문의해 주세요.',
    identity_taken: '이미 다른 사용자가 연결한 카카오 계정입니다.',
    other: '로그인하지 못했습니다. 다시 시도해 주세요.',
  },
  fieldProblems: {
    required: '필수 항목입니다.',
    too_short: '너무 짧습니다. 단어 몇 개를 이어 쓰면 충분히 깁니다.',
    too_long: '너무 깁니다.',
    not_a_username: '아이디는 3~30자의 문자, 숫자, _ . - 만 쓸 수 있습니다.',
    not_an_email: '올바른 이메일 주소가 아닙니다.',
    not_a_nickname: '닉네임은 제어 문자 없이 1~50자여야 합니다.',
    invalid_credentials: '현재 비밀번호가 올바르지 않습니다.',
  },
};
