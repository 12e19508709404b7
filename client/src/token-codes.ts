const ACCESS_CODES = new Set<unknown>([
  'access_token_missing',
  'access_token_invalid',
  'access_token_expired',
  'session_revoked',
]);

const REFRESH_CODES = new Set<unknown>([
  'refresh_token_missing',
  'refresh_token_invalid',
  'refresh_token_expired',
  'refresh_token_reused',
  'session_revoked',
]);

/** Whether a refused request's answer says that another access token may help. A wrong password is a 401, too, and must not be sent twice. */
export function isAboutToken(status: number, body: unknown): boolean {
  return status === 401 && isTokenCode(codeOf(body));
}

export function isTokenCode(code: unknown): boolean {
  return ACCESS_CODES.has(code);
}

/** Only the server's own word ends a login: not a lost connection, not a limit, not the 401 of a proxy in between. */
export function endsLogin(refusal: unknown): boolean {
  return REFRESH_CODES.has(codeOf(refusal));
}

function codeOf(body: unknown): unknown {
  return (body as { code?: unknown } | null | undefined)?.code;
}
