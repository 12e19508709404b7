import type { Config } from '../config/config.js';

/** The origins of front ends that are not served by this server itself. */
export function frontEnds({ allowedOrigins, publicUrl }: Config): string[] {
  return allowedOrigins.filter((origin) => origin !== publicUrl);
}

/** The setting that names a front end, with its origin replaced or left out. */
export function respelled(
  config: Config,
  frontEnd: string,
  replacement?: string,
): string {
  if (frontEnd === config.webUrl)
    return `WEB_URL=${replacement ?? config.publicUrl}`;
  const listed = frontEnds(config)
    .filter((origin) => origin !== config.webUrl)
    .map((origin) => (origin === frontEnd ? replacement : origin))
    .filter((origin) => origin !== undefined);
  return `FRONTEND_ORIGINS=${[...new Set(listed)].join(',')}`;
}

/** An origin spelled with https; its port goes, since http and https share none. */
export function asHttps(origin: string): string {
  return `https://${new URL(origin).hostname}`;
}

export function isHttps(origin: string): boolean {
  return origin.startsWith('https:');
}
