import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { compileFunction } from 'node:vm';
import axios from 'axios';
import { FakeBrowser } from '../client/test/fake-browser.js';
import { withAxios } from '../client/src/axios.js';
import {
  type ClientOptions,
  MunjigiClient,
  MunjigiError,
} from '../client/src/index.js';
import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';

const HOUR_MS = 3_600_000;
const PASSWORD = 'a cat sleeps by the window';
const textOf = (page: string) =>
  readFileSync(resolve(import.meta.dirname, '..', page), 'utf8');

// What a snippet declares is known to its reader only.
// eslint-disable-next-line
type Declared = Record<string, any>;

/** Runs a snippet of a page as it stands there; its imports, and what a page has around it, are given. */
async function run(
  opening: string,
  given: Record<string, unknown>,
  declares: readonly string[],
  page = 'docs/frontend.md',
): Promise<Declared> {
  const snippets = [...textOf(page).matchAll(/```js\n([^]*?)```/g)].map(
    ([, it]) => it!,
  );
  const snippet = snippets.find((it) => it.includes(opening));
  const code = snippet!.replace(/^import .*$/gm, '');
  const body = `return (async () => { ${code}; return { ${declares.join(', ')} }; })();`;
  const runNow = compileFunction(body, Object.keys(given));
  return (await runNow(...Object.values(given))) as Declared;
}

describe('docs/frontend.md', () => {
  let all: KakaoTestServer;
  let browser: FakeBrowser;
  beforeAll(async () => {
    all = await startServerWithKakao();
  });
  beforeEach(() => {
    browser = new FakeBrowser(all.server.url);
  });
  afterEach(() => expect(all.kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  /** Stands in for the class: makes clients of this server. */
  function Client(options: ClientOptions = {}): MunjigiClient {
    return options.storage
      ? new MunjigiClient({ ...options, baseUrl: all.server.url })
      : browser.openTab();
  }
  const library = { MunjigiClient: Client, MunjigiError, withAxios, axios };

  it('the client logs in, calls, hears of changes and is restored', async () => {
    const registering = browser.openTab();
    await registering.register({ username: 'docs-reader', password: PASSWORD });
    const log: unknown[] = [];
    const console = { log: (told: unknown) => log.push(told) };
    const { client, logIn, whoAmI } = await run(
      'async function logIn(',
      { ...library, console },
      ['client', 'logIn', 'whoAmI'],
    );
    expect(client.user.username).toBe('docs-reader');
    expect((await whoAmI()).username).toBe('docs-reader');
    await client.logout();
    expect(await logIn('docs-reader', 'wrong')).toBeNull();
    expect((await logIn('docs-reader', PASSWORD)).username).toBe('docs-reader');
    expect(log).toEqual(['nobody', 'docs-reader']);
  });

  it('axios sends the token', async () => {
    await browser
      .openTab()
      .register({ username: 'docs-axios', password: PASSWORD });
    const { whoAmI } = await run('axios.create(', library, ['whoAmI']);
    expect((await whoAmI()).username).toBe('docs-axios');
  });

  it.each(['README.md', 'README.ko.md'])(
    'the script in %s renews an expired token, and sends a wrong password once',
    async (page) => {
      await browser
        .openTab()
        .register({ username: `docs-${page}`, password: PASSWORD });
      const fetch = (url: string, init: RequestInit) =>
        browser.fetch(
          url.replace('http://localhost:3000', all.server.url),
          init,
        );
      const { me, call } = await run(
        'async function call(',
        { fetch },
        ['me', 'call'],
        page,
      );
      expect(me.username).toBe(`docs-${page}`);
      all.server.clock.advance(HOUR_MS);
      expect((await call('/api/users/me')).status).toBe(200);
      const change = '/api/auth/password/change';
      const passwords = {
        currentPassword: 'wrong',
        newPassword: `${PASSWORD}s`,
      };
      const body = JSON.stringify(passwords);
      const refused = await call(change, { method: 'POST', body });
      expect((await refused.json()).code).toBe('invalid_credentials');
      expect(browser.seen.filter((path) => path === change)).toHaveLength(1);
      all.server.clock.reset();
    },
  );

  it("Kakao's JavaScript SDK v2 brings a code, and only the one that was asked for", async () => {
    const client = browser.openTab();
    const location = { origin: new URL(FRONT_END_REDIRECT).origin, search: '' };
    const storage = new Map<string, string>();
    const sessionStorage = {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
      removeItem: (key: string) => storage.delete(key),
    };
    const authorize = (sent: { redirectUri: string; state: string }) => {
      const code = all.kakao.issueCode('minsu', sent);
      location.search = `?${new URLSearchParams({ code, state: sent.state })}`;
    };
    const { goToKakao, comeBackFromKakao } = await run(
      'Kakao.Auth.authorize(',
      { client, location, sessionStorage, Kakao: { Auth: { authorize } } },
      ['goToKakao', 'comeBackFromKakao'],
    );
    goToKakao();
    expect((await comeBackFromKakao()).providers).toEqual(['kakao']);
    await expect(comeBackFromKakao()).rejects.toThrow('did not begin here');
  });

  it("Kakao's JavaScript SDK v1 brings an access token", async () => {
    const login = (options: { success: (tokens: object) => void }) =>
      options.success({
        access_token: all.kakao.tokenForSdk('emoji').accessToken,
      });
    const { logInWithKakao } = await run(
      'Kakao.Auth.login(',
      { client: browser.openTab(), Kakao: { Auth: { login } } },
      ['logInWithKakao'],
    );
    expect((await logInWithKakao()).providers).toEqual(['kakao']);
  });

  it('React Native keeps its refresh token where the phone keeps secrets', async () => {
    const kept = new Map<string, string>();
    const SecureStore = {
      getItemAsync: async (key: string) => kept.get(key) ?? null,
      setItemAsync: async (key: string, value: string) =>
        void kept.set(key, value),
      deleteItemAsync: async (key: string) => void kept.delete(key),
    };
    const login = async () => all.kakao.tokenForSdk('no-email');
    const start = () =>
      run('SecureStore.getItemAsync', { ...library, SecureStore, login }, [
        'client',
        'logInWithKakao',
      ]);
    const { logInWithKakao } = await start();
    const { id } = await logInWithKakao();
    expect([...kept.keys()]).toEqual(['refresh-token']);
    const { client } = await start();
    expect((await client.restore()).id).toBe(id);
    await client.logout();
    expect([...kept.keys()]).toEqual([]);
  });
});
