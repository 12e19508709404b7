import { CodedException } from '../../common/errors/coded.exception.js';
import type { KakaoAnswer } from './kakao-http.js';

/** A person's code or token that is wrong, used or over; logging in again helps. */
const PERSONS_FAULT = new Set([
  'KOE303',
  'KOE320',
  'KOE322',
  '-2',
  '-101',
  '-103',
  '-401',
  '-402',
  '-406',
]);

/**
 * What an answer that is no success means here. Kakao's statuses mislead (its temporary failure is a 400), so the
 * codes decide; whatever is not the person's fault is Kakao's or our configuration's, and theirs to try again later.
 */
export function kakaoRefusal(answer: KakaoAnswer): CodedException {
  return isPersonsFault(answer)
    ? new CodedException('kakao_rejected')
    : kakaoFailure(answer);
}

/** The same where the person has no part in it. */
export function kakaoFailure(answer: KakaoAnswer): CodedException {
  // Kakao's own description may echo the code or the key.
  const reason = codeOf(answer)?.slice(0, 20) ?? '';
  const cause = new Error(`Kakao answered ${answer.status} ${reason}`);
  return new CodedException('kakao_unavailable', { cause });
}

/** kauth's or kapi's own code. */
export function codeOf({ body }: KakaoAnswer): string | undefined {
  const { error_code, code } = Object(body) as Record<string, unknown>;
  return [error_code, code].find((value) => typeof value === 'string');
}

function isPersonsFault(answer: KakaoAnswer): boolean {
  if (answer.status >= 500) return false;
  const code = codeOf(answer);
  if (code !== undefined) return PERSONS_FAULT.has(code);
  // A wrong PKCE verifier has no documented code, only OAuth's name for it.
  const { error } = Object(answer.body) as Record<string, unknown>;
  return error === 'invalid_grant';
}
