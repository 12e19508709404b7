import { abortable, reasonOf } from './abortable.js';
import { isLogin, isUser, type Session } from './session.js';
import type { User } from './types.js';

/** What tabs tell each other. It never leaves the browser, and is nowhere to be read afterwards. */
export type TabMessage =
  | { readonly type: 'session'; readonly session: Session }
  | { readonly type: 'profile'; readonly user: User }
  /** Without an id: whoever asked knew of nobody, and nobody was logged in. */
  | { readonly type: 'ended'; readonly sessionId: string | undefined };

/** The other tabs of this browser, which share the refresh cookie with this one. */
export interface Tabs {
  /**
   * Runs `work` while nothing else does, in this tab and in the others.
   * @param work is told whether it had to wait for another tab
   * @param signal gives up waiting
   */
  alone<T>(
    work: (waited: boolean) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T>;
  tell(message: TabMessage): void;
  listen(listener: (message: TabMessage) => void): void;
  close(): void;
}

/** Web Locks and BroadcastChannel, each if the browser has it. */
export function browserTabs(baseUrl: string): Tabs {
  const name = `munjigi ${baseUrl}`;
  const { locks } = navigator;
  let channel =
    typeof BroadcastChannel === 'undefined'
      ? undefined
      : new BroadcastChannel(name);
  return {
    // Where pages are not secure there are no locks. Tabs then race, and the server's grace gives all the same answer.
    alone: locks
      ? (work, signal) => aloneByLock(locks, name, work, signal)
      : oneAtATime(),
    tell: (message) => channel?.postMessage(message),
    listen: (listener) =>
      channel?.addEventListener('message', ({ data }) => {
        if (isMessage(data)) listener(data);
      }),
    close: () => {
      channel?.close();
      // To post to a closed one is an error, and requests may still be under way.
      channel = undefined;
    },
  };
}

/** No other tabs: Node, a phone, and whatever has no cookie jar to share. */
export function noTabs(): Tabs {
  return {
    alone: oneAtATime(),
    tell: () => {},
    listen: () => {},
    close: () => {},
  };
}

export function oneAtATime(): Tabs['alone'] {
  let last: Promise<unknown> = Promise.resolve();
  return (work, signal) => {
    const before = last;
    const run = abortable(() => before, signal).then(() => work(false));
    last = Promise.allSettled([before, run]).then(() => {});
    return run;
  };
}

async function aloneByLock<T>(
  locks: LockManager,
  name: string,
  work: (waited: boolean) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  if (signal?.aborted) throw reasonOf(signal);
  const busy = Symbol('busy');
  const atOnce = await locks.request(name, { ifAvailable: true }, (lock) =>
    lock ? work(false) : busy,
  );
  return atOnce === busy
    ? locks.request(name, signal ? { signal } : {}, () => work(true))
    : (atOnce as T);
}

/** Another tab may still run another release. */
function isMessage(data: unknown): data is TabMessage {
  const { type, session, user } = Object(data) as Record<string, unknown>;
  if (type === 'ended') return true;
  return type === 'session'
    ? isLogin(session)
    : type === 'profile' && isUser(user);
}
