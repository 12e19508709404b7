import { html, type Html } from '../common/html.js';
import type { Language } from '../common/http/language.js';
import type { MailContent } from './mail-content.js';

/** What a mail says, in one language. */
export interface MailWords {
  readonly language: Language;
  readonly subject: string;
  readonly paragraphs: readonly string[];
  /** The one thing to do, below the paragraphs. */
  readonly link?: { readonly label: string; readonly url: string };
  /** Why the mail came, and what to do about one that was not asked for. */
  readonly footer: string;
}

const FONT =
  "font-family:system-ui,-apple-system,'Apple SD Gothic Neo','Malgun Gothic','Noto Sans KR',sans-serif";
// Readers may drop what is no inline style, and all of it: the mail reads well without.
const SHEET = `max-width:480px;margin:0 auto;padding:32px 24px;background:#fff;border-radius:12px;color:#1d2433;${FONT};font-size:16px;line-height:1.6;word-break:keep-all;overflow-wrap:anywhere`;
const BUTTON =
  'display:inline-block;padding:12px 24px;border-radius:8px;background:#1f5eff;color:#fff;font-weight:700;text-decoration:none';
const SMALL = 'margin:16px 0 0;color:#5b6475;font-size:13px';

/**
 * Makes both halves of a mail from words said once. Every text is plain text, and is escaped.
 *
 * @example
 * layOut({
 *   language: 'en',
 *   subject: 'Confirm your address',
 *   paragraphs: ['Hello Mina,', 'Is this your address? Then open the link.'],
 *   link: { label: 'Confirm', url: `${webUrl}/verify-email?token=${token}` },
 *   footer: 'If you did not sign up, do nothing.',
 * })
 */
export function layOut(words: MailWords): MailContent {
  return { subject: words.subject, text: textOf(words), html: htmlOf(words) };
}

function textOf({ paragraphs, link, footer }: MailWords): string {
  const parts = [
    ...paragraphs,
    ...(link ? [`${link.label}:\n${link.url}`] : []),
    `Munjigi\n${footer}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

function htmlOf({
  language,
  subject,
  paragraphs,
  link,
  footer,
}: MailWords): string {
  const lines = paragraphs.map(
    (text) => html`<p style="margin:0 0 16px">${text}</p>`,
  );
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${subject}</title>
      </head>
      <body style="margin:0;padding:24px 12px;background:#f2f4f8">
        <div style="${SHEET}">
          <h1 style="margin:0 0 24px;font-size:20px;line-height:1.4">
            ${subject}
          </h1>
          ${lines} ${link ? button(link) : ''}
          <p style="${SMALL}">Munjigi · ${footer}</p>
        </div>
      </body>
    </html> `.markup;
}

/** The address in sight too: a careful reader looks before clicking, and copying works everywhere. */
function button({ label, url }: NonNullable<MailWords['link']>): Html {
  return html`<p style="margin:24px 0 0">
      <a href="${url}" style="${BUTTON}">${label}</a>
    </p>
    <p style="${SMALL}">${url}</p>`;
}
