import { MunjigiClient } from '../src/index.js';
import { browserTabs } from '../src/tabs.js';
import { me, newName, PASSWORD } from './logged-in.js';
import { eventually } from '../../test/support/eventually.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client of an app without a cookie jar', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  it('keeps its refresh token in the storage it is given, over restarts', async () => {
    let stored: string | null = null;
    const storage = {
      get: () => stored,
      set: (token: string) => void (stored = token),
      remove: () => void (stored = null),
    };
    const options = { baseUrl: server.url, storage };
    const app = new MunjigiClient(options);
    await app.register({ username: 'phone', password: PASSWORD });
    const first = stored;
    const restarted = new MunjigiClient(options);
    expect((await restarted.restore())?.username).toBe('phone');
    expect(stored).not.toBe(first);
    await restarted.logout();
    expect(stored).toBeNull();
    expect(await new MunjigiClient(options).restore()).toBeNull();
  });

  it('keeps its login when it is a proxy that answers 401, in whatever shape', async () => {
    const remove = vi.fn();
    const storage = { get: () => 'stored', set: () => {}, remove };
    for (const body of ['<html>', 'null', '{"code":7,"details":"none"}']) {
      const fetch = () => Promise.resolve(new Response(body, { status: 401 }));
      const app = new MunjigiClient({ baseUrl: server.url, storage, fetch });
      await expect(app.restore()).rejects.toMatchObject({
        status: 401,
        code: 'internal_error',
        details: [],
      });
    }
    expect(remove).not.toHaveBeenCalled();
  });

  /** An app with a storage that can fail. */
  async function appLoggedIn() {
    let stored: string | null = null;
    const storage = {
      get: vi.fn(() => stored),
      set: vi.fn((token: string) => void (stored = token)),
      remove: vi.fn(() => void (stored = null)),
    };
    const options = { baseUrl: server.url, storage };
    const client = new MunjigiClient(options);
    const username = newName();
    await client.register({ username, password: PASSWORD });
    const restarted = () => new MunjigiClient(options);
    return { client, storage, username, restarted };
  }
  const locked = () => {
    throw new Error('the keychain is locked');
  };

  type Storage = Awaited<ReturnType<typeof appLoggedIn>>['storage'];

  it.each<[string, (storage: Storage) => void]>([
    ['`set` fails', ({ set }) => set.mockImplementationOnce(locked)],
    ['`get` fails', ({ get }) => get.mockImplementationOnce(locked)],
    ['`get` finds nothing', ({ get }) => get.mockReturnValueOnce(null)],
    ['`get` finds an empty text', ({ get }) => get.mockReturnValueOnce('')],
  ])('keeps its login when %s for a while', async (_what, fail) => {
    const { client, storage, username, restarted } = await appLoggedIn();
    fail(storage);
    for (let hour = 1; hour <= 3; hour++) {
      server.clock.advance(3_600_000);
      expect((await me(client)).username).toBe(username);
    }
    expect(storage.remove).not.toHaveBeenCalled();
    expect((await restarted().restore())?.username).toBe(username);
  });

  it('keeps the stored token when it is told there is none as it starts', async () => {
    const { storage, username, restarted } = await appLoggedIn();
    storage.get.mockReturnValueOnce(null);
    const client = restarted();
    expect(await client.restore()).toBeNull();
    expect(storage.remove).not.toHaveBeenCalled();
    expect((await client.restore())?.username).toBe(username);
  });

  it.each([
    ['removes the token', 'old', null],
    ['keeps the token that another process has stored meanwhile', 'new', 'new'],
  ])('%s after a refusal', async (_what, atTheEnd, left) => {
    let stored: string | null = 'old';
    const client = new MunjigiClient({
      baseUrl: server.url,
      storage: {
        get: () => stored,
        set: (token) => void (stored = token),
        remove: () => void (stored = null),
      },
      fetch: async () => {
        stored = atTheEnd;
        return Response.json({ code: 'refresh_token_reused' }, { status: 401 });
      },
    });
    expect(await client.restore()).toBeNull();
    expect(stored).toBe(left);
  });

  it('says that nobody knows who is logged in while the storage is shut as it starts', async () => {
    const { storage, username, restarted } = await appLoggedIn();
    storage.get.mockImplementation(locked);
    const client = restarted();
    await expect(client.restore()).rejects.toMatchObject({
      name: 'MunjigiError',
      code: 'network',
    });
    storage.get.mockReset();
    expect((await client.restore())?.username).toBe(username);
  });

  it('logs in where nothing can be stored', async () => {
    const { client, storage, username } = await appLoggedIn();
    storage.set.mockImplementation(locked);
    await client.login({ username, password: PASSWORD });
    server.clock.advance(3_600_000);
    expect((await me(client)).username).toBe(username);
  });

  it('is out where nothing can be removed', async () => {
    const { client, storage } = await appLoggedIn();
    storage.remove.mockImplementation(locked);
    await client.logout();
    expect(client.user).toBeNull();
  });

  it('goes on with the token that another process of the app has stored', async () => {
    const { client, username, restarted } = await appLoggedIn();
    server.clock.advance(3_600_000);
    await restarted().restore();
    server.clock.advance(3_600_000);
    expect((await me(client)).username).toBe(username);
  });

  it('leaves the stored token of another login alone when an answer comes late', async () => {
    const { storage, client, username } = await appLoggedIn();
    let answer = () => {};
    const late = new Promise<void>((resolve) => (answer = resolve));
    const slow = new MunjigiClient({
      baseUrl: server.url,
      storage,
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        await late;
        return response;
      },
    });
    const restored = slow.restore();
    await eventually(() => expect(storage.get).toHaveBeenCalledTimes(1));
    await client.login({ username, password: PASSWORD });
    const stored = storage.get();
    answer();
    await restored;
    expect(storage.get()).toBe(stored);
  });

  it('keeps its login in memory in Node, where no storage is given', async () => {
    const client = new MunjigiClient({ baseUrl: server.url });
    const username = newName();
    await client.register({ username, password: PASSWORD });
    server.clock.advance(3_600_000);
    expect((await me(client)).username).toBe(username);
    await client.logout();
    expect(await client.restore()).toBeNull();
  });

  describe('with signals as React Native has them', () => {
    /** Without `reason` and `throwIfAborted`. */
    function bareSignal(aborted: boolean): AbortSignal {
      const bare = {
        aborted,
        addEventListener: () => {},
        removeEventListener: () => {},
      };
      return bare as unknown as AbortSignal;
    }
    afterEach(() => vi.unstubAllGlobals());

    it('refreshes for its calls', async () => {
      const { client, username } = await appLoggedIn();
      class BareRequest extends Request {
        override get signal() {
          return bareSignal(false);
        }
      }
      vi.stubGlobal('Request', BareRequest);
      server.clock.advance(3_600_000);
      expect((await me(client)).username).toBe(username);
    });

    it('begins nothing that was given up', async () => {
      const { client, username } = await appLoggedIn();
      const login = { username, password: PASSWORD };
      await expect(client.login(login, bareSignal(true))).rejects.toMatchObject(
        { name: 'AbortError' },
      );
      vi.stubGlobal('navigator', { locks: {} });
      const tabs = browserTabs(server.url);
      const alone = tabs.alone(() => Promise.resolve(), bareSignal(true));
      tabs.close();
      await expect(alone).rejects.toMatchObject({ name: 'AbortError' });
    });
  });
});
