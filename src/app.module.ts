import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { AccountModule } from './account/account.module.js';
import { AdminModule } from './admin/admin.module.js';
import { AuthModule } from './auth/index.js';
import { ClockModule } from './common/clock.module.js';
import { ErrorFilter } from './common/errors/error.filter.js';
import { BodyPipe } from './common/http/body.pipe.js';
import type { Config } from './config/config.js';
import { ConfigModule } from './config/config.module.js';
import { DatabaseModule } from './database/database.module.js';
import { HealthModule } from './health/health.module.js';
import type { MailTransport } from './mail/mail-transport.js';
import { MailTransportModule } from './mail/mail-transport.module.js';

/** The whole server. A new feature is one more line in `imports`. */
@Module({})
export class AppModule {
  /**
   * @param config with a `databaseUrl`
   * @param mailPreview what mails go to where no `SMTP_URL` is set
   */
  static forRoot(config: Config, mailPreview?: MailTransport): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(config),
        ClockModule,
        DatabaseModule.forRoot(),
        MailTransportModule.forRoot(mailPreview),
        EventEmitterModule.forRoot(),
        AuthModule,
        AccountModule,
        AdminModule,
        HealthModule,
      ],
      providers: [
        { provide: APP_FILTER, useClass: ErrorFilter },
        { provide: APP_PIPE, useClass: BodyPipe },
      ],
    };
  }
}
