import { parse } from 'tldts';
import type { Config } from '../config/config.js';
import { asHttps, isHttps, respelled } from './front-ends.js';
import { isLoopback, isSameSite } from './site.js';

/** What to set so that the refresh cookie is sent from a page on another site. */
export function crossSiteFix(config: Config, page: string): string {
  const { environment, publicUrl } = config;
  if (isLoopback(page) && isLoopback(publicUrl))
    return respelled(config, page, besides(publicUrl, page));
  if (environment !== 'production' && !isHttps(page))
    return serverBeside(config, page);
  if (isLoopback(page)) return respelled(config, page);
  return overHttps(config, page);
}

/** What to set so that page and server share a domain: the page's, or an example where that is not its own. */
export function oneDomainFix(config: Config, page: string): string {
  if (isLoopback(page)) return crossSiteFix(config, page);
  const { domain, isPrivate } = parse(page, { allowPrivateDomains: true });
  return domain && !isPrivate
    ? `PUBLIC_URL=https://api.${domain}`
    : 'PUBLIC_URL=https://api.example.com\nWEB_URL=https://app.example.com';
}

/** The page under the server's own name and scheme; browsers do not mind the port. */
function besides(publicUrl: string, page: string): string {
  const { protocol, hostname } = new URL(publicUrl);
  return new URL(`${protocol}//${hostname}:${new URL(page).port}`).origin;
}

function serverBeside(config: Config, page: string): string {
  return [
    `PUBLIC_URL=http://${new URL(page).hostname}:${config.port}`,
    ...(isLoopback(page) ? [] : ['HOST=0.0.0.0']),
    // Refused on http.
    ...(config.cookieSameSite === 'none' ? ['COOKIE_SAMESITE=strict'] : []),
  ].join('\n');
}

function overHttps(config: Config, page: string): string {
  const { publicUrl } = config;
  const isOneSite = isSameSite(asHttps(page), asHttps(publicUrl));
  return [
    ...(isHttps(publicUrl) ? [] : [`PUBLIC_URL=${asHttps(publicUrl)}`]),
    ...(isHttps(page) ? [] : [respelled(config, page, asHttps(page))]),
    ...(isOneSite ? [] : ['COOKIE_SAMESITE=none']),
  ].join('\n');
}
