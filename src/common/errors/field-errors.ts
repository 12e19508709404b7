interface FieldText {
  readonly en: string;
  readonly ko: string;
}

/** Codes of `details[].code`: what is wrong with one field. */
export const FIELD_ERRORS = {
  unknown: { en: 'is not a known field', ko: '알 수 없는 항목입니다' },
  required: { en: 'is required', ko: '필수 항목입니다' },
  not_text: { en: 'must be text', ko: '문자열이어야 합니다' },
  too_short: { en: 'is too short', ko: '너무 짧습니다' },
  too_long: { en: 'is too long', ko: '너무 깁니다' },
  not_object: { en: 'must be a JSON object', ko: 'JSON 객체여야 합니다' },
  not_a_username: {
    en: 'takes 3 to 30 letters, digits or _ . -',
    ko: '3~30자의 문자, 숫자, _ . - 만 사용할 수 있습니다',
  },
  not_an_email: {
    en: 'is not an e-mail address',
    ko: '올바른 이메일 주소가 아닙니다',
  },
  not_a_nickname: {
    en: 'takes 1 to 50 characters and no control characters',
    ko: '제어 문자 없이 1~50자여야 합니다',
  },
  not_a_uuid: { en: 'must be a UUID', ko: 'UUID여야 합니다' },
  not_a_limit: {
    en: 'must be a whole number from 1 to 100',
    ko: '1~100 사이의 정수여야 합니다',
  },
  not_a_cursor: {
    en: 'must be the nextCursor of the page before',
    ko: '이전 페이지의 nextCursor여야 합니다',
  },
  ambiguous: {
    en: 'was sent in the cookie too; send it one way only',
    ko: '쿠키로도 전송되었습니다. 한 가지 방법으로만 보내 주세요',
  },
  not_beside_others: {
    en: 'cannot go with the other fields sent',
    ko: '함께 보낸 다른 항목과 같이 사용할 수 없습니다',
  },
  needs_body_transport: {
    en: 'is taken only with the header X-Token-Transport: body',
    ko: 'X-Token-Transport: body 헤더와 함께 보내야 합니다',
  },
  down: { en: 'does not answer', ko: '응답하지 않습니다' },
  stopping: { en: 'is shutting down', ko: '종료 중입니다' },
  invalid: { en: 'is not valid', ko: '올바르지 않습니다' },
} as const satisfies Record<string, FieldText>;

export type FieldErrorCode = keyof typeof FIELD_ERRORS;

export interface FieldError {
  readonly field: string;
  readonly code: FieldErrorCode;
}
