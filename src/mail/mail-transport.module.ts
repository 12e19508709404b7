import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { MailTransport } from './mail-transport.js';

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
          useFactory: async ({ smtpUrl, mailFrom }: Config) => {
            if (!smtpUrl) return instead;
            // Only then: it loads nodemailer.
            const { SmtpTransport } = await import('./smtp-transport.js');
            return new SmtpTransport(smtpUrl, mailFrom);
          },
        },
      ],
      exports: [MailTransport],
    };
  }
}
