import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Language } from '../../common/http/language.js';
import { layOut } from '../../mail/mail-layout.js';
import { MailWriters } from '../../mail/mail-writers.js';

const CHANGE = {
  en: {
    subject: 'The address of your account is being changed',
    paragraphs: [
      'Hello,',
      'somebody who is logged in to your Munjigi account asked for another e-mail address in the place of this one. The new address counts once it has been confirmed; until then this one keeps working.',
      'If it was you, there is nothing to do.',
      'If it was not you, change your password now. That logs every other device out and stops a change that has not been confirmed.',
    ],
    footer: 'You get this mail because the address belongs to the account.',
  },
  ko: {
    subject: '계정의 이메일 주소 변경 요청 안내',
    paragraphs: [
      '안녕하세요.',
      'Munjigi 계정에서 이 이메일 주소를 다른 주소로 바꿔 달라는 요청을 받았습니다. 새 주소는 확인을 마친 뒤에 적용되며, 그때까지는 이 주소를 계속 사용할 수 있습니다.',
      '직접 요청하셨다면 따로 하실 일은 없습니다.',
      '직접 요청하지 않으셨다면 지금 바로 비밀번호를 변경해 주세요. 다른 모든 기기에서 로그아웃되고, 아직 확인되지 않은 주소 변경도 취소됩니다.',
    ],
    footer: '계정에 등록된 주소로 보내 드리는 안내 메일입니다.',
  },
} as const satisfies Record<Language, object>;

const REMOVAL = {
  en: {
    subject: 'The address of your account was removed',
    paragraphs: [
      'Hello,',
      'somebody who is logged in to your Munjigi account removed this e-mail address from it. You can no longer log in with this address, nor set a forgotten password by mail.',
      'If it was you, there is nothing to do.',
      'If it was not you, log in with your username or with Kakao, change your password, which logs every other device out, and add the address again.',
    ],
    footer: 'You get this mail because the address belonged to the account.',
  },
  ko: {
    subject: '계정의 이메일 주소 삭제 안내',
    paragraphs: [
      '안녕하세요.',
      'Munjigi 계정에서 이 이메일 주소가 삭제되었습니다. 이제 이 주소로 로그인하거나 메일로 비밀번호를 재설정할 수 없습니다.',
      '직접 삭제하셨다면 따로 하실 일은 없습니다.',
      '직접 삭제하지 않으셨다면 아이디나 카카오로 로그인해 비밀번호를 변경하고 주소를 다시 등록해 주세요. 비밀번호를 바꾸면 다른 모든 기기에서 로그아웃됩니다.',
    ],
    footer: '계정에 등록되어 있던 주소로 보내 드리는 안내 메일입니다.',
  },
} as const satisfies Record<Language, object>;

/** The mails that tell an address that it is about to be replaced, or gone. They carry no link: nobody is to learn to click here. */
@Injectable()
export class EmailChangeNotice implements OnModuleInit {
  constructor(private readonly writers: MailWriters) {}

  onModuleInit(): void {
    this.writers.register('email_change_notice', async ({ language }) =>
      layOut({ language, ...CHANGE[language] }),
    );
    this.writers.register('email_removal_notice', async ({ language }) =>
      layOut({ language, ...REMOVAL[language] }),
    );
  }
}
