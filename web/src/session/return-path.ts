/** A path of our own to go to after the login, whatever an address says: a link to us must not lead people elsewhere. */
export function returnPath(value: string | null, origin: string): string {
  if (value === null || !URL.canParse(value, origin)) return '/';
  const url = new URL(value, origin);
  // A path with two slashes in front names another host; one with none is another scheme's, as that of `blob:`.
  const isOurs = url.origin === origin && /^\/(?!\/)/.test(url.pathname);
  return isOurs ? url.pathname + url.search + url.hash : '/';
}
