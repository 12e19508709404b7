import { keepFresh } from '../src/keep-fresh.js';
import type { Refresher } from '../src/refresher.js';
import { SessionStore } from '../src/session-store.js';
import { type SessionState, sessionOf } from '../src/session.js';
import type { Tokens } from '../src/index.js';

describe('a page back from the back/forward cache', () => {
  const loggedIn = sessionOf({ accessToken: '', expiresIn: 600 } as Tokens);

  it.each([
    ['somebody was logged in', loggedIn, true],
    ['nobody was logged in', null, true],
    ['nobody has asked yet', undefined, false],
  ])('asks who is logged in now: %s', (_who, state, asks) => {
    const page = new EventTarget();
    const visible = { visibilityState: 'visible' };
    vi.stubGlobal('document', Object.assign(new EventTarget(), visible));
    vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
    const store = new SessionStore();
    if (state !== undefined) store.set(state);
    const asked: SessionState[] = [];
    const refresh = (stale: SessionState) => {
      asked.push(stale);
      return Promise.resolve(null);
    };
    const stop = keepFresh(store, { refresh } as unknown as Refresher);
    page.dispatchEvent(new Event('pageshow'));
    page.dispatchEvent(
      Object.assign(new Event('pageshow'), { persisted: true }),
    );
    stop();
    vi.unstubAllGlobals();
    expect(asked).toEqual(asks ? [state] : []);
  });
});
