import { createHmac, randomUUID } from 'node:crypto';

const HASHES: Record<string, string> = {
  HS256: 'sha256',
  HS384: 'sha384',
  HS512: 'sha512',
};

/** A JWT as an attacker, or another service with the same secret, would make it; `alg` none has no signature. */
export function forgeJwt(
  header: Record<string, unknown>,
  payload: unknown,
  secret: string,
): string {
  const part = (value: unknown) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part(header)}.${part(payload)}`;
  const hash = HASHES[String(header.alg)];
  const signature = hash
    ? createHmac(hash, secret).update(signed).digest('base64url')
    : '';
  return `${signed}.${signature}`;
}

/** What a JWT says, unverified. */
export function decodeJwt(token: string): {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
} {
  const part = (index: number) =>
    JSON.parse(
      Buffer.from(token.split('.')[index]!, 'base64url').toString(),
    ) as Record<string, unknown>;
  return { header: part(0), payload: part(1) };
}

/** Ids that no user and no session has. */
export function strangerIds(): { sub: string; sid: string } {
  return { sub: randomUUID(), sid: randomUUID() };
}
