import { layOut } from './mail-layout.js';

const WORDS = {
  language: 'ko',
  subject: '주소 확인 <b>',
  paragraphs: ['안녕하세요, "민아" & <script>alert(1)</script>님', '둘째 줄'],
  link: { label: '확인', url: `https://a.test/#a=1&b='"><i>` },
  footer: '요청하지 않았다면 무시하세요 <hr>',
} as const;

describe('the layout of a mail', () => {
  it('says the same as text and as HTML, in its language', () => {
    const { subject, text, html } = layOut(WORDS);
    expect(subject).toBe(WORDS.subject);
    expect(text).toBe(
      `${WORDS.paragraphs.join('\n\n')}\n\n확인:\n${WORDS.link.url}\n\nMunjigi\n${WORDS.footer}\n`,
    );
    expect(html).toContain('<html lang="ko">');
    for (const part of ['둘째 줄', '확인', '요청하지 않았다면'])
      expect(html).toContain(part);
  });

  it('lets no text be markup', () => {
    const { html } = layOut(WORDS);
    for (const markup of ['<script', '<b>', '<i>', '<hr>', `'"`])
      expect(html).not.toContain(markup);
    expect(html).toContain(
      'href="https://a.test/#a=1&amp;b=&#39;&quot;&gt;&lt;i&gt;"',
    );
  });

  it('needs no link', () => {
    const { link: _, ...words } = WORDS;
    const { text, html } = layOut(words);
    expect(text).not.toContain('https:');
    expect(html).not.toContain('<a ');
  });
});
