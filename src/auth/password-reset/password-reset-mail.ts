import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../common/http/language.js';
import { Config } from '../../config/config.js';
import type { MailContent } from '../../mail/mail-content.js';
import { layOut } from '../../mail/mail-layout.js';
import { type MailToWrite, MailWriters } from '../../mail/mail-writers.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';

const WORDS = {
  en: {
    subject: 'Set a new password',
    paragraphs: [
      'Hello,',
      'somebody asked for a new password for your Munjigi account. Open the link below to choose one. It works once, for 20 minutes. You will be logged out on every device.',
    ],
    label: 'Choose a new password',
    footer:
      'If it was not you, do nothing: your password stays as it is. Show this link to nobody.',
  },
  ko: {
    subject: '비밀번호 재설정 안내',
    paragraphs: [
      '안녕하세요.',
      'Munjigi 계정의 비밀번호 재설정 요청을 받았습니다. 아래 링크를 열어 새 비밀번호를 설정해 주세요. 링크는 20분 동안 한 번만 사용할 수 있으며, 비밀번호를 바꾸면 모든 기기에서 로그아웃됩니다.',
    ],
    label: '새 비밀번호 설정하기',
    footer:
      '직접 요청하지 않으셨다면 이 메일을 무시해 주세요. 비밀번호는 바뀌지 않습니다. 이 링크를 다른 사람에게 알려 주지 마세요.',
  },
} as const satisfies Record<Language, object>;

/** The mail that lets its reader set a new password. */
@Injectable()
export class PasswordResetMail implements OnModuleInit {
  constructor(
    private readonly writers: MailWriters,
    private readonly tokens: OneTimeTokens,
    private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.writers.register('password_reset', (mail) => this.write(mail));
  }

  private async write(mail: MailToWrite): Promise<MailContent | undefined> {
    const token = await this.tokens.mint('password_reset', mail);
    if (token === undefined) return undefined;
    const { label, ...words } = WORDS[mail.language];
    const url = `${this.config.webUrl}/reset-password?token=${token}`;
    return layOut({ language: mail.language, ...words, link: { label, url } });
  }
}
