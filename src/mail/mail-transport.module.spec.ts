import { Test } from '@nestjs/testing';
import { configOf } from '../../test/support/doctored.js';
import { ConfigModule } from '../config/config.module.js';
import { MailPreview } from '../dev/mail-preview/mail-preview.js';
import { MailTransport } from './mail-transport.js';
import { MailTransportModule } from './mail-transport.module.js';
import { SmtpTransport } from './smtp-transport.js';

describe('where mails go', () => {
  const preview = new MailPreview();
  const whereTo = async (SMTP_URL: string, instead?: MailTransport) => {
    const config = ConfigModule.forRoot(configOf({ SMTP_URL }));
    const imports = [config, MailTransportModule.forRoot(instead)];
    const module = await Test.createTestingModule({ imports }).compile();
    return module.get(MailTransport) as unknown;
  };

  it('is the server of SMTP_URL, even where there is a preview', async () => {
    const transport = await whereTo('smtp://mail.munjigi.test', preview);
    expect(transport).toBeInstanceOf(SmtpTransport);
  });

  it('is the preview without SMTP_URL, or nowhere', async () => {
    expect(await whereTo('', preview)).toBe(preview);
    expect(await whereTo('')).toBeUndefined();
  });
});
