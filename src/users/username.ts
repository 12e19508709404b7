/** 3 to 30 letters of any script (with the marks that belong to them), digits, `_ . -`; nothing that can't be seen. */
export function isUsername(text: string): boolean {
  const name = text.normalize('NFKC');
  return (
    /^(?:\p{L}\p{M}{0,2}|[\p{Nd}_.-]){3,30}$/u.test(name) &&
    [...name].length <= 30 &&
    !/\p{Default_Ignorable_Code_Point}/u.test(name)
  );
}

/**
 * What usernames are compared by: NFKC and full Unicode case folding, so that `Straße`,
 * `STRASSE` and `ｓｔｒａｓｓｅ` are one name (Unicode Standard §5.18, UTS #39).
 */
export function usernameKey(username: string): string {
  return foldCase(username.normalize('NFKC')).normalize('NFKC');
}

/** Full case folding of each character. Lower-upper-lower gives the same classes as CaseFolding.txt but for ı, which stays itself. */
export function foldCase(text: string): string {
  // Nearly every name and password, and much quicker.
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return Array.from(text, (character) =>
    character === 'ı'
      ? character
      : character.toLowerCase().toUpperCase().toLowerCase(),
  ).join('');
}

// Names a stranger would take for the service's own, and words that break links and code.
const RESERVED = new Set([
  'about',
  'abuse',
  'account',
  'accounts',
  'admin',
  'administrator',
  'anonymous',
  'api',
  'app',
  'auth',
  'billing',
  'bot',
  'contact',
  'daemon',
  'dev',
  'docs',
  'everyone',
  'false',
  'ftp',
  'guest',
  'health',
  'help',
  'hostmaster',
  'info',
  'kakao',
  'login',
  'logout',
  'mail',
  'mailer-daemon',
  'me',
  'metrics',
  'moderator',
  'munjigi',
  'nan',
  'nobody',
  'noreply',
  'no-reply',
  'null',
  'official',
  'operator',
  'owner',
  'postmaster',
  'register',
  'root',
  'security',
  'server',
  'settings',
  'signin',
  'signup',
  'staff',
  'static',
  'status',
  'superuser',
  'support',
  'sysadmin',
  'system',
  'team',
  'test',
  'true',
  'undefined',
  'user',
  'users',
  'webmaster',
  'www',
  '관리자',
  '운영자',
  '운영진',
  '고객센터',
  '공식',
  '문지기',
  '카카오',
  '시스템',
  '매니저',
]);

export function isReservedUsername(username: string): boolean {
  return RESERVED.has(usernameKey(username));
}
