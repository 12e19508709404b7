import { html, type Html } from '../../../common/html.js';
import { STYLE } from './style.js';

// A lemon on a cup's rim; nobody's trademark.
const LEMON = html`<svg
  class="lemon"
  viewBox="0 0 64 64"
  width="56"
  height="56"
  aria-hidden="true"
>
  <g transform="rotate(-18 32 34)">
    <path
      d="M6 34c3-2 4-4 6-8 5-9 13-13 20-13s15 4 20 13c2 4 3 6 6 8-3 2-4 4-6 8-5 9-13 13-20 13s-15-4-20-13c-2-4-3-6-6-8z"
      fill="#ffd23c"
      stroke="#5a4300"
      stroke-width="2.5"
      stroke-linejoin="round"
    />
    <path
      d="M19 27c3-5 8-7 13-7"
      fill="none"
      stroke="#fff6cf"
      stroke-width="4"
      stroke-linecap="round"
    />
    <circle cx="26" cy="35" r="2.4" fill="#5a4300" />
    <circle cx="40" cy="35" r="2.4" fill="#5a4300" />
    <path
      d="M29 40c2 2.5 6 2.5 8 0"
      fill="none"
      stroke="#5a4300"
      stroke-width="2.5"
      stroke-linecap="round"
    />
  </g>
  <path
    d="M38 12c2-7 9-9 16-7-1 7-8 11-16 7z"
    fill="#6fae3c"
    stroke="#2f5712"
    stroke-width="2"
    stroke-linejoin="round"
  />
</svg>`;

/** A whole page, labelled as what it is: practice. */
export function layout(title: string, content: Html): string {
  return html`<!doctype html>
    <html lang="ko">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          ${STYLE}
        </style>
      </head>
      <body>
        <p class="ribbon">
          연습용 에뮬레이터 — 진짜 카카오가 아닙니다
          <span lang="en">Emulator for practice – not the real Kakao</span>
        </p>
        <main>${LEMON} ${content}</main>
      </body>
    </html> `.markup;
}

/** Korean, with English in small beneath. */
export function bilingual(ko: string, en: string): Html {
  return html`${ko} <span class="en" lang="en">${en}</span>`;
}
