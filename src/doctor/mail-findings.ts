import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';

/** Whether mails go out. */
export function mailFindings({
  environment,
  smtpUrl,
  mailFrom,
}: Config): Finding[] {
  if (smtpUrl)
    return [
      {
        level: 'fine',
        ko: `메일을 ${mailFrom.address} 주소로 보냅니다. 그 도메인의 SPF와 DKIM이 메일 서버를 허용해야 합니다.`,
        en: `Mails go out from ${mailFrom.address}. SPF and DKIM of that domain have to allow the mail server.`,
      },
    ];
  if (environment === 'production')
    return [
      {
        level: 'warning',
        ko: '메일이 꺼져 있습니다. 주소를 확인하거나 잊은 비밀번호를 다시 설정할 수 없습니다.',
        en: 'Mail is off: nobody can confirm an address or reset a forgotten password.',
        fix: 'SMTP_URL=smtps://user:password@smtp.example.com',
      },
    ];
  return [
    {
      level: 'fine',
      ko: '개발 중에는 메일을 보내지 않고 /dev/mail에서 보여 줍니다. 운영에는 SMTP_URL이 필요합니다.',
      en: 'In development mails are shown at /dev/mail instead of sent. Production needs SMTP_URL.',
    },
  ];
}
