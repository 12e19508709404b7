import type { KakaoApp } from '../fixtures/kakao-app.js';
import type { KakaoPerson } from '../fixtures/kakao-person.js';
import { Html, html } from '../../../common/html.js';
import { bilingual, layout } from './layout.js';
import { shownNickname } from './shown-nickname.js';

/** Query field with the name of whoever was chosen. */
export const PERSON_FIELD = 'emulator_person';
/** Query field with an optional item that was refused. */
export const REFUSED_FIELD = 'emulator_refused';

/** What the consent page shows. */
export interface Consent {
  readonly app: KakaoApp;
  readonly items: readonly string[];
  /** The authorize request, which every link repeats. */
  readonly query: string;
  readonly people: readonly Candidate[];
}

interface Candidate {
  readonly person: KakaoPerson;
  readonly isLinked: boolean;
  readonly isLoggedIn: boolean;
}

const ITEM_NAMES: Record<string, [ko: string, en: string]> = {
  profile_nickname: ['닉네임', 'nickname'],
  profile_image: ['프로필 사진', 'profile picture'],
  account_email: ['이메일', 'e-mail'],
};

const NAMELESS = '(이름 없음)';

/** Login and consent in one: whoever is clicked logs in and agrees. */
export function consentPage(consent: Consent): string {
  const people = consent.people.map((each) => candidate(consent, each));
  return layout(
    '로그인 연습 · Login emulator',
    html`<h1>${bilingual('누구로 로그인할까요?', 'Who is logging in?')}</h1>
      <section class="asks">${asks(consent)}</section>
      <nav aria-label="사람 고르기 (choose a person)">
        <ul class="people">
          ${people}
        </ul>
      </nav>
      <a class="cancel" href="authorize/cancel?${consent.query}"
        >${bilingual('취소', 'Cancel')}</a
      >`,
  );
}

function asks({ app, items }: Consent): Html {
  const rows = items.map((item) => {
    const [ko, en] = ITEM_NAMES[item] ?? [item, item];
    return app.consentItems[item] === 'required'
      ? html`<li>${bilingual(`${ko} (필수)`, `${en}, required`)}</li>`
      : html`<li>${bilingual(`${ko} (선택)`, `${en}, optional`)}</li>`;
  });
  return html`<p>
      <strong>${app.name}</strong>: 고르면 아래 정보 제공에 동의합니다.
      <span class="en" lang="en">Choosing agrees to share:</span>
    </p>
    <ul>
      ${rows}
    </ul>`;
}

function candidate(consent: Consent, one: Candidate): Html {
  const { person } = one;
  const nickname = shownNickname(person.nickname ?? NAMELESS);
  const { ko, en } = person.about;
  return html`<li>
    <a
      class="person"
      data-person="${person.name}"
      href="${choice(consent, one)}"
    >
      <span class="face" aria-hidden="true">${firstLetter(nickname)}</span>
      <span class="who">
        <bdi class="nick">${nickname}</bdi>${badge(one)}
        <span class="about">${bilingual(ko, en)}</span>
      </span>
    </a>
    ${withoutEmail(consent, one, nickname)}
  </li>`;
}

function badge({ isLinked, isLoggedIn }: Candidate): Html | string {
  if (isLoggedIn)
    return html` <span class="badge"
      >${bilingual('로그인됨', 'logged in')}</span
    >`;
  return isLinked
    ? html` <span class="badge">${bilingual('연결됨', 'linked')}</span>`
    : '';
}

function withoutEmail(
  { app, items, query }: Consent,
  { person, isLinked }: Candidate,
  nickname: string,
): Html | string {
  const item = 'account_email';
  const canRefuse =
    person.email &&
    !person.withholds?.includes(item) &&
    !isLinked &&
    items.includes(item) &&
    app.consentItems[item] === 'optional';
  if (!canRefuse) return '';
  const href = `${choice({ query }, { person })}&${REFUSED_FIELD}=${item}`;
  return html`<a class="less" data-without-email="${person.name}" href="${href}"
    ><span class="unseen">${nickname}: </span>${bilingual(
      '이메일 없이 동의',
      'agree without e-mail',
    )}</a
  >`;
}

// Relative, so that the page works under whatever prefix it is reached at.
function choice(
  { query }: Pick<Consent, 'query'>,
  { person }: Pick<Candidate, 'person'>,
): string {
  const name = encodeURIComponent(person.name);
  return `authorize/choose?${query}&${PERSON_FIELD}=${name}`;
}

function firstLetter(nickname: string): string {
  if (nickname === NAMELESS) return '?';
  const [first] = new Intl.Segmenter('ko').segment(nickname);
  return first?.segment ?? '?';
}
