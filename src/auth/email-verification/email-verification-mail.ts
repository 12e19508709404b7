import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../common/http/language.js';
import { Config } from '../../config/config.js';
import type { MailContent } from '../../mail/mail-content.js';
import { layOut } from '../../mail/mail-layout.js';
import { type MailToWrite, MailWriters } from '../../mail/mail-writers.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';

const WORDS = {
  en: {
    subject: 'Confirm your e-mail address',
    paragraphs: [
      'Hello,',
      'this address was given for a Munjigi account. Open the link below to confirm that it is yours. It works once, for 24 hours.',
    ],
    label: 'Confirm this address',
    footer:
      'If it was not you, do nothing: without the link the address will not belong to that account.',
  },
  ko: {
    subject: '이메일 주소를 확인해 주세요',
    paragraphs: [
      '안녕하세요.',
      'Munjigi 계정에 이 이메일 주소가 입력되었습니다. 본인의 주소가 맞다면 아래 링크를 열어 확인해 주세요. 링크는 24시간 동안 한 번만 사용할 수 있습니다.',
    ],
    label: '이메일 주소 확인하기',
    footer:
      '직접 입력하지 않으셨다면 이 메일을 무시해 주세요. 링크를 열지 않으면 이 주소는 해당 계정에 등록되지 않습니다.',
  },
} as const satisfies Record<Language, object>;

/** The mail that asks whether an address is its reader's. */
@Injectable()
export class EmailVerificationMail implements OnModuleInit {
  constructor(
    private readonly writers: MailWriters,
    private readonly tokens: OneTimeTokens,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.writers.register('email_verification', (mail) => this.write(mail));
  }

  private async write(mail: MailToWrite): Promise<MailContent | undefined> {
    const token = await this.tokens.mint('email_verification', mail);
    if (token === undefined) return undefined;
    const { label, ...words } = WORDS[mail.language];
    const url = `${this.config.webUrl}/verify-email?token=${token}`;
    return layOut({ language: mail.language, ...words, link: { label, url } });
  }
}
