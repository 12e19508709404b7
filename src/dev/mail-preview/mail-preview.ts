import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyPluginAsync } from 'fastify';
import { preferredLanguage } from '../../common/http/language.js';
import { MailTransport, type OutgoingMail } from '../../mail/mail-transport.js';
import { mailPage } from './mail-page.js';
import { toPreviewed } from './previewed-mail.js';

const KEPT = 100;
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  // Stricter than the host's: a mail's text comes from anybody who registers.
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

/** Where mails go while there is no mail server: onto a page of this very server, and no further. */
export class MailPreview extends MailTransport {
  private mails: readonly OutgoingMail[] = [];

  /** `GET /dev/mail` for people, `GET /dev/mail.json` for programs; both newest first. */
  readonly plugin: FastifyPluginAsync = async (fastify) => {
    fastify.addHook('onRequest', async (_request, reply) => {
      reply.header('cache-control', 'no-store');
    });
    fastify.get('/dev/mail.json', async () => this.mails.map(toPreviewed));
    fastify.get('/dev/mail', async ({ headers }, reply) => {
      const language = preferredLanguage(headers['accept-language']);
      return reply
        .headers(PAGE_HEADERS)
        .send(mailPage(this.mails.map(toPreviewed), language));
    });
  };

  async mount(app: NestFastifyApplication): Promise<void> {
    await app.register(this.plugin as never);
  }

  override async send(mail: OutgoingMail): Promise<void> {
    this.mails = [mail, ...this.mails].sort(newestFirst).slice(0, KEPT);
  }
}

/** Mails that go at once come in any order. */
function newestFirst(one: OutgoingMail, other: OutgoingMail): number {
  const later = other.createdAt.getTime() - one.createdAt.getTime();
  return later || Number(other.id) - Number(one.id);
}
