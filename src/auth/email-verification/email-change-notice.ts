import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../common/http/language.js';
import { layOut } from '../../mail/mail-layout.js';
import { type MailToWrite, MailWriters } from '../../mail/mail-writers.js';

const WORDS = {
  en: {
    subject: 'The address of your account is being changed',
    paragraphs: [
      'Hello,',
      'somebody who is logged in to your Munjigi account asked for another e-mail address in the place of this one, or to remove this one. A new address counts once it has been confirmed; until then this one keeps working.',
      'If it was you, there is nothing to do.',
      'If it was not you, change your password now. That logs every other device out and stops a change that has not been confirmed.',
    ],
    footer: 'You get this mail because the address belonged to the account.',
  },
  ko: {
    subject: '계정의 이메일 주소 변경 요청 안내',
    paragraphs: [
      '안녕하세요.',
      'Munjigi 계정에서 이 이메일 주소를 다른 주소로 바꾸거나 삭제해 달라는 요청을 받았습니다. 새 주소는 확인을 마친 뒤에 적용되며, 그때까지는 이 주소를 계속 사용할 수 있습니다.',
      '직접 요청하셨다면 따로 하실 일은 없습니다.',
      '직접 요청하지 않으셨다면 지금 바로 비밀번호를 변경해 주세요. 다른 모든 기기에서 로그아웃되고, 아직 확인되지 않은 주소 변경도 취소됩니다.',
    ],
    footer: '계정에 등록되어 있던 주소로 보내 드리는 안내 메일입니다.',
  },
} as const satisfies Record<Language, object>;

/** The mail that tells an address that it is about to be replaced. It carries no link: nobody is to learn to click here. */
@Injectable()
export class EmailChangeNotice implements OnModuleInit {
  constructor(private readonly writers: MailWriters) {}

  onModuleInit(): void {
    this.writers.register('email_change_notice', ({ language }: MailToWrite) =>
      Promise.resolve(layOut({ language, ...WORDS[language] })),
    );
  }
}
