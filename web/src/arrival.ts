const address = new URL(location.href);

function take(name: string): string | null {
  const value = address.searchParams.get(name);
  address.searchParams.delete(name);
  return value || null;
}

/**
 * What the page was opened with: the token of a mail's link, what Kakao's way back says went wrong, or that it was to
 * link Kakao. Taken out of the address bar before anything else happens, so that it is in no history, no bookmark and no
 * screenshot.
 */
export const arrival = {
  token: take('token'),
  error: take('error'),
  linked: take('linked'),
};

if (address.href !== location.href) history.replaceState(null, '', address);
