import { createHash } from 'node:crypto';
import { sendBytes } from './raw-request.js';

export interface Refreshed {
  readonly status: number;
  /** The error's code; undefined on success. */
  readonly code: string | undefined;
  /** The successor, as the cookie brings it. */
  readonly token: string | undefined;
  readonly accessToken: string | undefined;
  readonly setCookie: string[];
}

/** Refreshes with a token that comes from no jar, and keeps the answer in none. */
export async function refreshWith(
  url: string,
  token: string | undefined,
): Promise<Refreshed> {
  const response = await fetch(`${url}/api/auth/refresh`, {
    method: 'POST',
    headers: token === undefined ? {} : { cookie: `refresh_token=${token}` },
  });
  const body = (await response.json()) as {
    code?: string;
    accessToken?: string;
  };
  const setCookie = response.headers.getSetCookie();
  return {
    status: response.status,
    code: body.code,
    token: /^refresh_token=([^;]+)/.exec(setCookie[0] ?? '')?.[1],
    accessToken: body.accessToken,
    setCookie,
  };
}

/** Refreshes with all of them on one connection, in one write, so that the server has them at once (RFC 9112 §9.3.2: pipelining). */
export async function refreshAtOnce(
  url: string,
  tokens: readonly (string | undefined)[],
): Promise<Pick<Refreshed, 'status' | 'token'>[]> {
  const requests = tokens.map((token, index) => {
    const isLast = index === tokens.length - 1;
    const connection = isLast ? 'close' : 'keep-alive';
    return `POST /api/auth/refresh HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\nContent-Length: 0\r\nCookie: refresh_token=${token}\r\n\r\n`;
  });
  const { head, text } = await sendBytes(url, requests.join(''), {
    hangUp: false,
  });
  return `${head}\r\n\r\n${text}`.split(/(?=HTTP\/1\.1 \d)/).map((answer) => ({
    status: Number(answer.slice(9, 12)),
    token: /^set-cookie: refresh_token=([^;]+)/im.exec(answer)?.[1],
  }));
}

/** What an access token opens: 200, or the code of the refusal. */
export async function tryAccess(
  url: string,
  accessToken: string | undefined,
): Promise<200 | string> {
  const response = await fetch(`${url}/api/users/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (response.status === 200) return 200;
  return ((await response.json()) as { code: string }).code;
}

export interface Claims {
  readonly sub: string;
  readonly sid: string;
  /** Refresh tokens only. */
  readonly jti?: string;
  readonly iat: number;
  readonly exp: number;
}

export function claimsOf(token: string | undefined): Claims {
  const payload = token!.split('.')[1]!;
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
}

/** What the store keeps of a token. */
export function storedHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** How often each value occurs: `{ 200: 99, refresh_token_reused: 1 }`. */
export function tally(
  values: readonly (string | number)[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
