import { fastify, type FastifyInstance } from 'fastify';
import type { OutgoingMail } from '../../mail/mail-transport.js';
import { MailPreview } from './mail-preview.js';

const MAIL: OutgoingMail = {
  id: '1',
  createdAt: new Date('2026-01-02T03:04:05.678Z'),
  to: 'mina@munjigi.test',
  language: 'ko',
  subject: '<script>alert(1)</script> & "인용"',
  text: '안녕 </pre><img src=x onerror=alert(1)>\nhttps://munjigi.test/a#b=1&c="><b> 끝\njavascript:alert(1)',
  html: '<p>안녕</p>',
};

describe('the mail preview', () => {
  let preview: MailPreview;
  let server: FastifyInstance;
  beforeEach(async () => {
    preview = new MailPreview();
    server = fastify();
    await server.register(preview.plugin);
  });
  afterEach(() => server.close());
  const get = (url: string, language = 'en') =>
    server.inject({ url, headers: { 'accept-language': language } });

  it('tells programs what was sent, the newest first and the last 100', async () => {
    expect((await get('/dev/mail.json')).json()).toEqual([]);
    for (let i = 0; i <= 100; i += 1)
      await preview.send({ ...MAIL, subject: String(i) });
    const answer = await get('/dev/mail.json');
    expect(answer.headers['cache-control']).toBe('no-store');
    const mails = answer.json();
    expect(mails).toHaveLength(100);
    expect(mails[0]).toEqual({
      to: MAIL.to,
      subject: '100',
      text: MAIL.text,
      at: '2026-01-02T03:04:05.678Z',
    });
    expect(mails.at(-1).subject).toBe('1');
  });

  it('tells the newest first, whatever order they are sent in', async () => {
    const later = new Date(MAIL.createdAt.getTime() + 1);
    const ids = ['9', '11', '8', '10'];
    await preview.send({ ...MAIL, subject: 'last', createdAt: later });
    for (const id of ids) await preview.send({ ...MAIL, id, subject: id });
    const mails = (await get('/dev/mail.json')).json() as OutgoingMail[];
    const order = ['last', '11', '10', '9', '8'];
    expect(mails.map(({ subject }) => subject)).toEqual(order);
    const { body } = await get('/dev/mail');
    expect(body.match(/(?<=<bdi>)(last|\d+)/g)).toEqual(order);
  });

  it('shows people a page in their language, which runs nothing', async () => {
    expect((await get('/dev/mail')).body).toContain('No mail yet');
    await preview.send(MAIL);
    const { body, headers } = await get('/dev/mail', 'ko-KR');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'/);
    expect(headers['cache-control']).toBe('no-store');
    expect(body).toContain('<html lang="ko">');
    expect(body).toContain(MAIL.to);
    for (const markup of ['<script', '<img', '<b>', 'href="javascript'])
      expect(body).not.toContain(markup);
    expect(body.match(/<\/pre>/g)).toHaveLength(1);
  });

  it('makes addresses in the text links', async () => {
    await preview.send(MAIL);
    const { body } = await get('/dev/mail');
    expect(body).toContain(
      '<a href="https://munjigi.test/a#b=1&amp;c=">https://munjigi.test/a#b=1&amp;c=</a>',
    );
    expect(body.match(/<a /g)).toHaveLength(1);
  });
});
