import { getDomain } from 'tldts';

/**
 * The site browsers count an origin to: scheme and registrable domain, ports aside. Private suffixes
 * count, as in browsers: two apps on vercel.app are two sites.
 */
export function siteOf(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  const domain = getDomain(hostname, { allowPrivateDomains: true });
  return `${protocol}//${domain ?? hostname}`;
}

/** Whether a page of one origin sends SameSite=Strict cookies to the other. */
export function isSameSite(one: string, other: string): boolean {
  return siteOf(one) === siteOf(other);
}

/** Whether an origin is this computer under one of its own names. */
export function isLoopback(origin: string): boolean {
  const { hostname } = new URL(origin);
  return ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
