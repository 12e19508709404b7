import { keepFresh } from '../src/keep-fresh.js';
import type { Refresher } from '../src/refresher.js';
import { SessionStore } from '../src/session-store.js';
import { type SessionState, sessionOf } from '../src/session.js';
import type { Tokens } from '../src/index.js';

function visiblePage(): EventTarget {
  const page = new EventTarget();
  const visible = { visibilityState: 'visible' };
  vi.stubGlobal('document', Object.assign(new EventTarget(), visible));
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  return page;
}

/** Notes what it is asked to refresh. */
function noting(asked: SessionState[]): Refresher {
  const refresh = (stale: SessionState) => {
    asked.push(stale);
    return Promise.resolve(null);
  };
  return { refresh } as unknown as Refresher;
}

afterEach(() => vi.unstubAllGlobals());

describe('a page that somebody looks at', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('refreshes its token half a minute before that ends, and no more once its care has ended', () => {
    visiblePage();
    const store = new SessionStore();
    const asked: SessionState[] = [];
    const stop = keepFresh(store, noting(asked));
    const session = () =>
      sessionOf({ accessToken: '', expiresIn: 600 } as Tokens);
    const first = session();
    store.set(first);
    vi.advanceTimersByTime(569_999);
    expect(asked).toEqual([]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual([first]);
    store.set(session());
    stop();
    vi.advanceTimersByTime(600_000);
    expect(asked).toEqual([first]);
  });
});

describe('a page back from the back/forward cache', () => {
  const loggedIn = sessionOf({ accessToken: '', expiresIn: 600 } as Tokens);

  it.each([
    ['somebody was logged in', loggedIn, true],
    ['nobody was logged in', null, true],
    ['nobody has asked yet', undefined, false],
  ])('asks who is logged in now: %s', (_who, state, asks) => {
    const page = visiblePage();
    const store = new SessionStore();
    if (state !== undefined) store.set(state);
    const asked: SessionState[] = [];
    const stop = keepFresh(store, noting(asked));
    page.dispatchEvent(new Event('pageshow'));
    page.dispatchEvent(
      Object.assign(new Event('pageshow'), { persisted: true }),
    );
    stop();
    expect(asked).toEqual(asks ? [state] : []);
  });
});
