import { type Answer, jsonAnswer } from '../http/answer.js';
import type { JsonObject } from '../http/json.js';

type KapiCode = -1 | -2 | -10 | -101 | -401 | -402 | -406 | -9798;

const STATUS_AND_MESSAGE: Record<KapiCode, [status: number, msg: string]> = {
  [-1]: [400, 'internal server error'],
  [-2]: [400, 'bad parameter'],
  [-10]: [400, 'API limit has been exceeded.'],
  [-101]: [400, 'NotRegisteredUserException'],
  [-401]: [401, 'this access token does not exist'],
  [-402]: [403, 'insufficient scopes.'],
  [-406]: [401, 'under age 14 is not allowed'],
  [-9798]: [503, 'service under maintenance'],
};

/** kapi's way of saying no: `{ msg, code }`. */
export function kapiRefusal(code: KapiCode, more: JsonObject = {}): Answer {
  const [status, msg] = STATUS_AND_MESSAGE[code];
  // Unquoted, against RFC 6750, as Kakao sends it.
  const headers: Record<string, string> =
    code === -401 ? { 'www-authenticate': 'Bearer error=invalid_token' } : {};
  return jsonAnswer(status, { msg, code, ...more }, headers);
}
