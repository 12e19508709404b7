import { inTurn } from '../src/in-turn.js';
import { noTabs } from '../src/tabs.js';

describe('a page that is rendered before anybody sees it', () => {
  const page = Object.assign(new EventTarget(), { prerendering: true });
  /** As Chrome's locks do, which are granted when the page is seen. */
  const tabs = {
    ...noTabs(),
    alone: async <T>(work: (waited: boolean) => Promise<T>) => {
      if (page.prerendering) await new Promise<never>(() => {});
      return work(false);
    },
  };
  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('document', page);
    page.prerendering = true;
  });
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('gets its turn when it is seen, however late that is', async () => {
    const done = inTurn(tabs, async () => 'done');
    done.catch(() => {});
    await vi.advanceTimersByTimeAsync(60_000);
    page.prerendering = false;
    page.dispatchEvent(new Event('prerenderingchange'));
    expect(await done).toBe('done');
  });

  it('may give up before', async () => {
    const giving = new AbortController();
    const work = vi.fn<() => Promise<void>>();
    const done = inTurn(tabs, work, giving.signal);
    giving.abort(new Error('given up'));
    await expect(done).rejects.toThrow('given up');
    page.prerendering = false;
    page.dispatchEvent(new Event('prerenderingchange'));
    await vi.advanceTimersByTimeAsync(0);
    expect(work).not.toHaveBeenCalled();
  });
});
