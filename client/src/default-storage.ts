import type { RefreshTokenStorage } from './types.js';

/** Node's own `fetch` keeps no cookies: a login there would end with its first access token. */
export function defaultStorage(
  fetch: typeof globalThis.fetch | undefined,
): RefreshTokenStorage | undefined {
  if (fetch || typeof location !== 'undefined') return undefined;
  let kept: string | null = null;
  return {
    get: () => kept,
    set: (token) => void (kept = token),
    remove: () => void (kept = null),
  };
}
