import type { enEvents } from './en-events';

export const koEvents: typeof enEvents = {
  'user.registered': '회원가입',
  'user.deleted': '계정 삭제',
  'login.succeeded': '로그인',
  'login.failed': '로그인 실패',
  'login.throttled': '반복된 실패로 로그인 제한',
  'refresh.reused': '사용된 리프레시 토큰 재사용',
  'session.ended': '로그아웃',
  'sessions.ended': '모든 기기에서 로그아웃',
  'password.changed': '비밀번호 변경',
  'password.reset': '메일로 비밀번호 재설정',
  'email.verified': '이메일 인증',
  'email.changed': '이메일 변경',
  'identity.linked': '외부 계정 연결',
  'identity.unlinked': '외부 계정 연결 해제',
  'role.changed': '권한 변경',
  'status.changed': '상태 변경',
};
