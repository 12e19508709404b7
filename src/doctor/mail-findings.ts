import type { Config } from '../config/config.js';
import type { Finding } from './finding.js';
import { frontEnds } from './front-ends.js';

/** Whether mails go out, and where their links lead. */
export function mailFindings(config: Config): Finding[] {
  const { environment, smtpUrl } = config;
  if (!smtpUrl && environment === 'production') return [off()];
  return [smtpUrl ? sent(config) : previewed(), linked(config)];
}

function off(): Finding {
  return {
    level: 'warning',
    ko: '메일이 꺼져 있습니다. 주소를 확인하거나 잊은 비밀번호를 다시 설정할 수 없습니다.',
    en: 'Mail is off: nobody can confirm an address or reset a forgotten password.',
    fix: 'SMTP_URL=smtps://user:password@smtp.example.com',
  };
}

function sent({ mailFrom: { address } }: Config): Finding {
  return {
    level: 'fine',
    ko: `메일을 ${address} 주소로 보냅니다. 그 도메인의 SPF와 DKIM이 메일 서버를 허용해야 합니다.`,
    en: `Mails go out from ${address}. SPF and DKIM of that domain have to allow the mail server.`,
  };
}

function previewed(): Finding {
  return {
    level: 'fine',
    ko: '개발 중에는 메일을 보내지 않고 /dev/mail에서 보여 줍니다. 운영에는 SMTP_URL이 필요합니다.',
    en: 'In development mails are shown at /dev/mail instead of sent. Production needs SMTP_URL.',
  };
}

function linked(config: Config): Finding {
  const { smtpUrl, webUrl, publicUrl } = config;
  const pages = ['verify-email', 'reset-password'].map(
    (page) => `${webUrl}/${page}?token=…`,
  );
  const ko = `메일의 링크는 ${pages.join(', ')} 로 연결됩니다. 프런트엔드에 있어야 하는 페이지입니다.`;
  const en = `Links in mails lead to ${pages.join(' and ')}, pages that the front end has to have.`;
  const [frontEnd] = frontEnds(config);
  if (!smtpUrl || !frontEnd || webUrl !== publicUrl)
    return { level: 'fine', ko, en };
  return {
    level: 'warning',
    ko: `${ko} 그런데 이 주소는 프런트엔드가 아니라 이 서버의 출처입니다.`,
    en: `${en} But that is this server's own origin, and front ends are elsewhere.`,
    fix: `WEB_URL=${frontEnd}`,
  };
}
