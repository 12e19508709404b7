import { abortable, reasonOf } from './abortable.js';
import type { Tabs } from './tabs.js';
import { within } from './within.js';

/** Where the server hangs, other tabs hold the lock for up to 15 s, one after the other; longer only while a keychain waits for a finger. */
const TURN_WITHIN_MS = 20_000;

type Page = EventTarget & { readonly prerendering?: boolean };

/**
 * Runs `work` while no other tab does. Only the wait for that is limited here.
 * @throws MunjigiError `network` when others took too long
 */
export async function inTurn<T>(
  tabs: Tabs,
  work: (waited: boolean) => Promise<T>,
  caller?: AbortSignal,
): Promise<T> {
  const { document } = globalThis as { document?: Page };
  if (document?.prerendering) await abortable(() => seen(document), caller);
  let done: Promise<T> | undefined;
  const begun = (signal: AbortSignal) =>
    new Promise<void>((resolve, reject) => {
      done = tabs.alone(async (waited) => {
        if (signal.aborted) throw reasonOf(signal);
        resolve();
        return work(waited);
      }, signal);
      done.catch(reject);
    });
  await within(TURN_WITHIN_MS, begun, caller);
  return done!;
}

/** Chrome grants no lock to a page that it renders before anybody asks for it. */
function seen(page: Page): Promise<unknown> {
  return new Promise((resolve) =>
    page.addEventListener('prerenderingchange', resolve, { once: true }),
  );
}
