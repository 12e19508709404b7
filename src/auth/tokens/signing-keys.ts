import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';

/** JwtService's types know no KeyObject for verifying; jsonwebtoken below it does. */
export function forJwtService(key: KeyObject): Buffer {
  return key as unknown as Buffer;
}

/**
 * The secret an HS256 token was signed with, so that every secret of a rotation verifies.
 * A token of none gets the first one, and fails on it.
 */
export function secretThatSigned(
  token: string,
  secrets: readonly KeyObject[],
): KeyObject {
  const signedWith = (secret: KeyObject) => {
    const end = token.lastIndexOf('.');
    const expected = createHmac('sha256', secret)
      .update(token.slice(0, Math.max(end, 0)))
      .digest('base64url');
    const actual = token.slice(end + 1);
    return (
      actual.length === expected.length &&
      timingSafeEqual(Buffer.from(actual), Buffer.from(expected))
    );
  };
  const [first, ...others] = secrets as [KeyObject, ...KeyObject[]];
  return others.length === 0 ? first : (secrets.find(signedWith) ?? first);
}
