import type { Config } from './config/config.js';

/** Tells a newcomer where to go. */
export function announce(
  { publicUrl, webUrl, docs, kakao, smtpUrl }: Config,
  hasDemoApp: boolean,
): void {
  const lines = [
    ...(hasDemoApp ? [['App', publicUrl]] : []),
    ...(webUrl === publicUrl
      ? []
      : [['Your pages', `${webUrl} (WEB_URL: where mails and Kakao lead)`]]),
    ['API', `${publicUrl}/api`],
    ...(docs ? [['API docs', `${publicUrl}/docs`]] : []),
    ...(kakao?.authUrl.startsWith(publicUrl)
      ? [
          [
            'Kakao',
            `${publicUrl}/api/auth/kakao?returnTo=/ (emulated, with test people)`,
          ],
        ]
      : []),
    ...(smtpUrl ? [] : [['Mail', `${publicUrl}/dev/mail`]]),
    ['Health', `${publicUrl}/health/ready`],
    ['Stop', 'Ctrl-C'],
  ];
  const block = lines
    .map(([what, where]) => `  ${what!.padEnd(10)} ${where}`)
    .join('\n');
  process.stdout.write(`\n${block}\n\n`);
}
