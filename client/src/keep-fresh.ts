import { type Refresher, refreshInBackground } from './refresher.js';
import type { SessionStore } from './session-store.js';
import { isLongFresh, type SessionState } from './session.js';

/** Beyond this `setTimeout` fires at once. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Refreshes a little before the token ends while somebody looks at the tab. Timers stand still while a machine sleeps
 * and a page is in the back/forward cache, so coming back is looked at, too.
 *
 * @returns ends it
 */
export function keepFresh(
  store: SessionStore,
  refresher: Refresher,
): () => void {
  const stopping = new AbortController();
  const { signal } = stopping;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const refreshIfDue = () => {
    if (document.visibilityState !== 'visible') return;
    if (store.state && !isLongFresh(store.state))
      refreshInBackground(refresher, store.state);
  };
  const wait = (state: SessionState) => {
    clearTimeout(timer);
    const due = state ? state.dueAt - Date.now() : 0;
    if (due > 0) timer = setTimeout(refreshIfDue, Math.min(due, MAX_TIMER_MS));
  };

  const stopFollowing = store.follow(wait);
  document.addEventListener('visibilitychange', refreshIfDue, { signal });
  addEventListener('online', refreshIfDue, { signal });
  // Nobody told a page in the back/forward cache of a login, or of its end.
  const isBack = ({ persisted }: PageTransitionEvent) =>
    persisted &&
    store.state !== undefined &&
    refreshInBackground(refresher, store.state);
  addEventListener('pageshow', isBack, { signal });
  return () => {
    stopping.abort();
    stopFollowing();
    clearTimeout(timer);
  };
}
