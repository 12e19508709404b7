import { MunjigiClient } from '../src/index.js';
import { PASSWORD } from './logged-in.js';
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
});
