import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { MailTransport } from './mail-transport.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({})
export class MailTransportModule {
  /** @param instead what mails go to where no `SMTP_URL` is set; without it mail is off there */
  static forRoot(instead?: MailTransport): DynamicModule {
    return {
      module: MailTransportModule,
      providers: [
        {
          provide: MailTransport,
          inject: [Config],
          useFactory: ({ smtpUrl, mailFrom }: Config) =>
            smtpUrl ? new SmtpTransport(smtpUrl, mailFrom) : instead,
        },
      ],
      exports: [MailTransport],
    };
  }
}
