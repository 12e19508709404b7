import { type Answer, jsonAnswer } from '../http/answer.js';

const REFUSALS = {
  KOE010: [401, 'invalid_client', 'Bad client credentials'],
  KOE101: [401, 'invalid_client', 'Not exist client_id'],
  KOE237: [400, 'too_many_requests', 'token request rate limit exceeded.'],
  KOE303: [400, 'invalid_grant', 'Redirect URI mismatch.'],
  KOE310: [400, 'unsupported_grant_type', 'unsupported grant type.'],
  KOE319: [400, 'invalid_grant', 'refresh_token is required.'],
  KOE320: [400, 'invalid_grant', 'authorization code not found'],
  KOE322: [400, 'invalid_grant', 'expired_or_invalid_refresh_token'],
  KOE400: [400, 'invalid_token', 'invalid id_token.'],
} as const;

/** kauth's way of saying no: `{ error, error_description, error_code }`. */
export function kauthRefusal(
  error_code: keyof typeof REFUSALS,
  detail = '',
): Answer {
  const [status, error, text] = REFUSALS[error_code];
  const error_description = `${text}${detail}`;
  return jsonAnswer(status, { error, error_description, error_code });
}
