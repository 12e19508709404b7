import {
  type SmtpTestServer,
  startSmtpServer,
} from '../../test/support/smtp.js';
import type { OutgoingMail } from './mail-transport.js';
import { SmtpTransport } from './smtp-transport.js';

const FROM = { name: 'Munjigi', address: 'no-reply@munjigi.test' };
const MAIL: OutgoingMail = {
  id: '7',
  createdAt: new Date(1_790_000_000_000),
  to: 'mina@munjigi.test',
  language: 'en',
  subject: 'Hello\r\nBcc: other@munjigi.test',
  text: 'a text',
  html: '<p>a text</p>',
};
const NEVER = new AbortController().signal;

describe('sending over SMTP', () => {
  let smtp: SmtpTestServer;
  beforeAll(async () => {
    smtp = await startSmtpServer();
  });
  beforeEach(() => {
    smtp.manner = 'accept';
    smtp.mails.length = 0;
    smtp.recipients.length = 0;
    smtp.logins.length = 0;
  });
  afterEach(() => vi.restoreAllMocks());
  afterAll(() => smtp.close());

  it('takes line ends in a subject for no header', async () => {
    await new SmtpTransport(smtp.url, FROM).send(MAIL, NEVER);
    const [mail] = smtp.mails;
    expect(mail!.headers.map(({ key }) => key)).not.toContain('bcc');
    expect(smtp.recipients).toEqual([MAIL.to]);
  });

  it.each(['drip', 'silentAfterData'] as const)(
    'to a server in the manner of %s ends with the signal',
    async (manner) => {
      smtp.manner = manner;
      const { calls } = smtp;
      const giving = new AbortController();
      const sending = new SmtpTransport(smtp.url, FROM).send(
        MAIL,
        giving.signal,
      );
      const reached = () =>
        manner === 'drip' ? smtp.calls - calls : smtp.unconfirmed.length;
      const ended = expect(sending).rejects.toMatchObject({ code: 'EABORT' });
      await expect.poll(reached).toBe(1);
      giving.abort();
      await ended;
    },
  );

  it('writes no mail to the log and keeps no connection, whatever SMTP_URL asks for', async () => {
    const printed = [
      vi.spyOn(process.stdout, 'write').mockReturnValue(true),
      vi.spyOn(console, 'log').mockReturnValue(undefined),
    ];
    const url = `${smtp.url}?logger=true&debug=true&pool=true&transactionLog=true`;
    const transport = new SmtpTransport(url, FROM);
    const { calls } = smtp;
    await transport.send(MAIL, NEVER);
    await transport.send(MAIL, NEVER);
    expect(JSON.stringify(printed.map(({ mock }) => mock.calls))).not.toContain(
      'munjigi.test',
    );
    expect(smtp.calls - calls).toBe(2);
  });

  it('to this machine encrypts, logs in, and asks nobody about the certificate', async () => {
    const url = smtp.url.replace('//', '//relay:secret@');
    await new SmtpTransport(url, FROM).send(MAIL, NEVER);
    expect(smtp.logins).toEqual(['relay']);
    expect(smtp.mails).toHaveLength(1);
  });

  it('to this machine insists on the certificate where SMTP_URL does', async () => {
    const url = `${smtp.url}?tls.rejectUnauthorized=true`;
    const sending = new SmtpTransport(url, FROM).send(MAIL, NEVER);
    await expect(sending).rejects.toThrow(/certificate/);
  });

  it('to another machine insists on the certificate that it shows', async () => {
    // The test server's own is signed by nobody; by this name it is not seen to be on this machine.
    const url = smtp.url.replace('127.0.0.1', '0.0.0.0');
    const sending = new SmtpTransport(url, FROM).send(MAIL, NEVER);
    await expect(sending).rejects.toThrow(/certificate/);
  });
});
