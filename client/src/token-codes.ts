const TOKEN_CODES = new Set<unknown>([
  'access_token_missing',
  'access_token_invalid',
  'access_token_expired',
  'session_revoked',
]);

/** Whether a refused request's answer says that another access token may help. A wrong password is a 401, too, and must not be sent twice. */
export function isAboutToken(status: number, body: unknown): boolean {
  const code = (body as { code?: unknown } | null | undefined)?.code;
  return status === 401 && TOKEN_CODES.has(code);
}
