/** The pages whose time hardly grows with the users. */
export const FIGURES = [
  ['first page', {}],
  ['deep page', { deep: true }],
  ['rare Latin', { q: 'quixotic' }],
  ['rare Latin, nobody', { q: 'zyzzyva' }],
  ['common Latin', { q: 'minsu' }],
  ['a few of many', { q: 'robert77' }],
  ['common Hangul', { q: '민준' }],
  ['rare Hangul', { q: '뷁쉙' }],
  ['one syllable', { q: '수' }],
  ['one rare syllable', { q: '퀵' }],
  ['two rare letters', { q: 'qz' }],
  ['part of an address', { q: '@jazz.ex' }],
  ['common address', { q: '@naver.com' }],
  ['deep page of a search', { q: 'alice', deep: true }],
];

/** All that have the term are looked through, however many: no ratio is kept, but an answer comes in the 3 s of a statement. */
export const EXHAUSTIVE = [
  ['common among the oldest', { q: 'veteran' }],
  ['last page of a search', { q: 'alice', last: true }],
  ['last page of them all', { q: '.com', last: true }],
];
