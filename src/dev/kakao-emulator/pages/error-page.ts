import { type Answer, pageAnswer } from '../http/answer.js';
import { html } from '../../../common/html.js';
import { bilingual, layout } from './layout.js';

const REASONS = {
  KOE006: [
    '등록되지 않은 redirect_uri입니다.',
    'This redirect_uri is not registered for the key.',
  ],
  KOE007: [
    '등록되지 않은 logout_redirect_uri입니다.',
    'This logout_redirect_uri is not registered.',
  ],
  KOE008: [
    '여기에 쓸 수 없는 종류의 키입니다.',
    'This kind of key cannot be used here.',
  ],
  KOE101: ['client_id를 찾을 수 없습니다.', 'There is no such client_id.'],
  KOE201: [
    'response_type은 code여야 합니다.',
    'The response_type has to be code.',
  ],
  KOE202: [
    'response_type=token은 지원하지 않습니다.',
    'response_type=token is not supported.',
  ],
  KOE204: ['잘못된 매개변수가 있습니다.', 'A parameter is not valid.'],
  KOE205: [
    '설정하지 않은 동의 항목을 요청했습니다.',
    'A scope was asked for that the console does not enable.',
  ],
} as const;

/** Kakao's own error page, instead of a redirect to the client. */
export function errorPage(code: keyof typeof REASONS): Answer {
  const [ko, en] = REASONS[code];
  const content = html`<h1>
      ${bilingual('로그인할 수 없습니다', 'Cannot log in')}
    </h1>
    <p class="code">${code}</p>
    <p class="why">${bilingual(ko, en)}</p>`;
  return pageAnswer(400, layout(`${code} · Login emulator`, content));
}
