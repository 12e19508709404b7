import { MunjigiClient } from '../src/index.js';
import { KeptToken } from '../src/kept-token.js';

const ANSWER = {
  user: { id: 'u' },
  accessToken: 'x',
  expiresIn: 600,
  refreshToken: 'next',
};

/** Each of its steps takes a moment, and is about what was there as it began. */
function slowStorage() {
  let stored: string | null = null;
  const moment = () => new Promise((resolve) => setImmediate(resolve));
  return {
    get: async () => {
      const found = stored;
      await moment();
      return found;
    },
    set: async (token: string) => {
      await moment();
      stored = token;
    },
    remove: async () => {
      await moment();
      stored = null;
    },
  };
}

describe('the kept token of a storage that takes its time', () => {
  const begun = async () => {
    const storage = slowStorage();
    const kept = new KeptToken(storage);
    await kept.write('A0');
    return { storage, kept };
  };

  it('is that of a login that comes while a late successor looks for its place', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.replace('A0', 'A1'), kept.write('B0')]);
    expect(await storage.get()).toBe('B0');
    expect(await kept.read()).toBe('B0');
  });

  it('is none after a logout in the meantime', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.replace('A0', 'A1'), kept.remove()]);
    expect(await storage.get()).toBeNull();
    expect(await kept.read()).toBeNull();
  });

  it('is read as it was written a moment ago', async () => {
    const { kept } = await begun();
    const [, read] = await Promise.all([kept.write('B0'), kept.read()]);
    expect(read).toBe('B0');
  });

  it('outlives the refusal of the one before', async () => {
    const { storage, kept } = await begun();
    await Promise.all([kept.forget('A0'), kept.write('B0')]);
    expect(await storage.get()).toBe('B0');
  });
});

describe('what a storage does later than anybody waits for', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  /** Its next `set` or `remove` happens only when it is let. */
  function haltingStorage() {
    let stored: string | null = null;
    let halt: Promise<void> | undefined;
    let goOn = () => {};
    const change = async (to: string | null) => {
      const halted = halt;
      halt = undefined;
      await halted;
      stored = to;
    };
    const storage = {
      get: () => stored,
      set: change,
      remove: () => change(null),
    };
    return {
      kept: new KeptToken(storage),
      storage,
      stored: () => stored,
      halt: () => void (halt = new Promise((resolve) => (goOn = resolve))),
      goOn: () => goOn(),
    };
  }

  it.each<[string, (kept: KeptToken) => Promise<void>]>([
    ['`set` of a former user', (kept) => kept.write('A0')],
    ['`remove` of a logout', (kept) => kept.remove()],
  ])('does not outlive a login: %s', async (_what, begin) => {
    const { kept, stored, halt, goOn } = haltingStorage();
    halt();
    const begun = begin(kept);
    await vi.advanceTimersByTimeAsync(4_000);
    await begun;
    await kept.write('B0');
    expect(stored()).toBe('B0');
    goOn();
    expect(await kept.read()).toBe('B0');
    await vi.waitFor(() => expect(stored()).toBe('B0'));
  });

  it('is not read for the word of another process', async () => {
    const { kept, stored, halt, goOn } = haltingStorage();
    halt();
    const begun = kept.write('A0');
    await vi.advanceTimersByTimeAsync(4_000);
    await begun;
    await kept.write('B0');
    const read = kept.read();
    goOn();
    expect(await read).toBe('B0');
    await vi.waitFor(() => expect(stored()).toBe('B0'));
  });

  it('is there after all, and leaves what another process stores after it', async () => {
    const { kept, storage, stored, halt, goOn } = haltingStorage();
    halt();
    const begun = kept.write('A0');
    await vi.advanceTimersByTimeAsync(4_000);
    await begun;
    goOn();
    await vi.waitFor(() => expect(stored()).toBe('A0'));
    await storage.set('A1');
    expect(await kept.read()).toBe('A1');
    expect(stored()).toBe('A1');
  });

  it('is waited for before a refresh: another process may have stored a newer one', async () => {
    const get = vi.fn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return 'A1';
    });
    const kept = new KeptToken({ get, set: () => {}, remove: () => {} });
    await kept.write('A0');
    const read = kept.read();
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await read).toBe('A1');
  });

  it('does not outlive a logout', async () => {
    const { kept, stored, halt, goOn } = haltingStorage();
    halt();
    const begun = kept.write('A0');
    await vi.advanceTimersByTimeAsync(4_000);
    await begun;
    await kept.remove();
    goOn();
    await vi.advanceTimersByTimeAsync(0);
    expect(stored()).toBeNull();
  });
});

describe('a storage that asks for a finger first', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each([5_000, 25_000, 40_000])(
    'is asked once by an app that starts, and may take %i ms',
    async (ms) => {
      const get = vi.fn(
        () =>
          new Promise<string>((resolve) => setTimeout(resolve, ms, 'stored')),
      );
      const client = new MunjigiClient({
        baseUrl: 'https://api.example.com',
        storage: { get, set: () => {}, remove: () => {} },
        fetch: async () => Response.json(ANSWER),
      });
      const first = client.restore().catch((error: unknown) => error);
      await vi.advanceTimersByTimeAsync(Math.min(ms - 1, 30_000));
      expect(get).toHaveBeenCalledTimes(1);
      if (ms > 30_000) expect(await first).toMatchObject({ code: 'network' });
      const restored = ms > 30_000 ? client.restore() : first;
      await vi.advanceTimersByTimeAsync(Math.max(ms - 30_000, 0) + 10_000);
      expect(await restored).toMatchObject({ id: 'u' });
    },
  );

  it('lets a login go on, though it never stores anything', async () => {
    const client = new MunjigiClient({
      baseUrl: 'https://api.example.com',
      storage: {
        get: () => 'stored',
        set: () => new Promise<never>(() => {}),
        remove: () => {},
      },
      fetch: async () => Response.json(ANSWER),
    });
    const restored = client.restore().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await restored).toMatchObject({ id: 'u' });
  });

  it('does not bring back a former user when they answer after a logout', async () => {
    let found = (_token: string) => {};
    const kept = new KeptToken({
      get: () => new Promise<string>((resolve) => (found = resolve)),
      set: () => {},
      remove: () => {},
    });
    const read = kept.read().catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await read).toMatchObject({ code: 'network' });
    const late = found;
    await kept.write('B0');
    await kept.remove();
    const again = kept.read();
    await vi.advanceTimersByTimeAsync(0);
    late('A0');
    await vi.advanceTimersByTimeAsync(0);
    found('');
    expect(await again).toBeNull();
  });
});

describe('an app whose network or storage never settles', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it.each(['fetch', 'get', 'set', 'remove'])(
    'can go on after %s has hung',
    async (hanging) => {
      let hung: string | undefined = hanging;
      const hangs = async (what: string) => {
        if (what === hung) await new Promise<never>(() => {});
      };
      const client = new MunjigiClient({
        baseUrl: 'https://api.example.com',
        storage: {
          get: () => hangs('get').then(() => 'stored'),
          set: () => hangs('set'),
          remove: () => hangs('remove'),
        },
        fetch: async () => {
          await hangs('fetch');
          return Response.json(ANSWER);
        },
      });
      const tries = [
        client.login({ username: 'a', password: 'b' }),
        client.logout(),
      ];
      const tried = Promise.allSettled(tries);
      await vi.advanceTimersByTimeAsync(40_000);
      await tried;
      hung = undefined;
      const login = client.login({ username: 'a', password: 'b' });
      await vi.advanceTimersByTimeAsync(0);
      expect(await login).toMatchObject({ id: 'u' });
    },
  );

  it.each<[string, (client: MunjigiClient) => Promise<unknown>]>([
    ['restore', (client) => client.restore()],
    ['login', (client) => client.login({ username: 'a', password: 'b' })],
    ['logout', (client) => client.logout()],
  ])('waits with %s for other tabs for 20 s', async (_what, begin) => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    let letIn = () => {};
    const held = new Promise<void>((resolve) => (letIn = resolve));
    const client = new MunjigiClient({
      baseUrl: 'https://api.example.com',
      fetch,
      tabs: {
        alone: (work) => held.then(() => work(true)),
        tell: () => {},
        listen: () => {},
        close: () => {},
      },
    });
    const begun = begin(client).catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(await begun).toMatchObject({ code: 'network' });
    letIn();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(fetch).not.toHaveBeenCalled();
  });
});
