import { Html, html } from '../../common/html.js';
import type { Language } from '../../common/http/language.js';
import type { PreviewedMail } from './previewed-mail.js';

const WORDS = {
  ko: {
    title: '메일 미리보기',
    about:
      '개발 중에는 메일이 밖으로 나가지 않고 여기에 보입니다. 최근 100통까지, 서버를 다시 시작하면 사라집니다. 비밀번호 재설정과 확인 메일 재전송은 주소 하나에 한 시간에 세 통까지이고, 네 번째부터는 보내지 않습니다.',
    none: '아직 메일이 없습니다. 메일을 보낼 일이 생기면 새로고침하세요.',
    to: '받는 사람',
  },
  en: {
    title: 'Mail preview',
    about:
      'In development no mail leaves this machine; it is shown here instead. The last 100, until the server restarts. Forgotten passwords and repeated confirmations get a mailbox three mails an hour; a fourth is not sent.',
    none: 'No mail yet. Reload when there should be one.',
    to: 'To',
  },
};

const STYLE = new Html(`
*{box-sizing:border-box}
:root{color-scheme:light dark;--ground:#eef1f6;--sheet:#fff;--ink:#1d2433;--soft:#5b6475;--line:#d8deea;--link:#1f4fd8}
@media (prefers-color-scheme:dark){:root{--ground:#12151c;--sheet:#1c212c;--ink:#e8ecf5;--soft:#a3adc2;--line:#303848;--link:#8fb0ff}}
body{margin:0;padding:1rem .75rem 2rem;background:var(--ground);color:var(--ink);
font:16px/1.6 system-ui,"Apple SD Gothic Neo","Malgun Gothic","Noto Sans KR",sans-serif;overflow-wrap:anywhere;word-break:keep-all}
main{width:min(42rem,100%);margin:0 auto}
h1{margin:.5rem 0;font-size:1.4rem}h2{margin:0;font-size:1.05rem;line-height:1.4}
p{margin:.25rem 0}.about,.meta{color:var(--soft);font-size:.875rem}
article{margin-top:1rem;padding:1rem;background:var(--sheet);border:1px solid var(--line);border-radius:.75rem}
pre{margin:.75rem 0 0;padding-top:.75rem;border-top:1px solid var(--line);font:inherit;white-space:pre-wrap}
a{color:var(--link)}
`);

/** The mails on a page, newest first. */
export function mailPage(
  mails: readonly PreviewedMail[],
  language: Language,
): string {
  const { title, about, none } = WORDS[language];
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Munjigi</title>
        <link rel="icon" href="data:," />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          <p class="about">${about}</p>
          ${mails.length > 0 ? mails.map((mail) => article(mail, language)) : html`<article>${none}</article>`}
        </main>
      </body>
    </html> `.markup;
}

function article(
  { to, subject, text, at }: PreviewedMail,
  language: Language,
): Html {
  return html`<article>
    <h2><bdi>${subject}</bdi></h2>
    <p class="meta">
      ${WORDS[language].to}: <bdi>${to}</bdi> ·
      <time datetime="${at}">${new Date(at).toLocaleString(language)}</time>
    </p>
    <pre>${withLinks(text)}</pre>
  </article>`;
}

function withLinks(text: string): Html[] {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, at) =>
      at % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`,
    );
}
