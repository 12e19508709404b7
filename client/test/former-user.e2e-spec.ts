import { MunjigiClient, type User } from '../src/index.js';
import { startServer, type TestServer } from '../../test/support/server.js';
import { FakeBrowser } from './fake-browser.js';

const PASSWORD = 'correct horse battery';

describe('what a former user began', () => {
  let server: TestServer;
  let names = 0;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  async function register(client: MunjigiClient): Promise<User> {
    const username = `former-${(names += 1)}`;
    return client.register({ username, password: PASSWORD });
  }

  it('ends no login of another user in another tab, though it ends those of the former', async () => {
    const browser = new FakeBrowser(server.url);
    const [tab, other] = [browser.openTab(), browser.openTab()];
    await register(tab);
    await other.restore();
    const [, second] = await Promise.all([tab.logoutAll(), register(other)]);
    server.clock.advance(11 * 60_000);
    expect(await other.call<User>('/api/users/me')).toEqual(second);
  });

  it('does not take the refresh token of another user out of the storage', async () => {
    let stored: string | null = null;
    const client = new MunjigiClient({
      baseUrl: server.url,
      storage: {
        get: () => stored,
        set: (token) => void (stored = token),
        remove: () => void (stored = null),
      },
    });
    await register(client);
    const ended = client.logoutAll().catch((error: unknown) => error);
    const second = await register(client);
    expect(await ended).toMatchObject({ code: 'session_revoked' });
    server.clock.advance(11 * 60_000);
    expect(await client.call<User>('/api/users/me')).toEqual(second);
  });
});
