// The first that is found counts: most of them call themselves Chrome and Safari as well.
const BROWSERS = [
  ['KAKAOTALK', 'KakaoTalk'],
  ['Whale', 'Whale'],
  ['SamsungBrowser', 'Samsung Internet'],
  ['Edg', 'Edge'],
  ['OPR', 'Opera'],
  ['Firefox', 'Firefox'],
  ['FxiOS', 'Firefox'],
  ['Chrome', 'Chrome'],
  ['CriOS', 'Chrome'],
  ['Safari', 'Safari'],
] as const;
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS X', 'Mac'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const;

/** A name for whatever sent this User-Agent, such as "Chrome · Mac": enough for its owner to know it again. */
export function deviceName(userAgent: string | null): string | null {
  const found = [BROWSERS, SYSTEMS].flatMap(
    (known) => known.find(([mark]) => userAgent?.includes(mark))?.[1] ?? [],
  );
  return found.length > 0 ? found.join(' · ') : userAgent;
}
