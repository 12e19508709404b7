import {
  mkdtemp,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import axios from 'axios';
import { FakeBrowser } from '../client/test/fake-browser.js';
import { withAxios } from '../client/src/axios.js';
import {
  type ClientOptions,
  MunjigiClient,
  MunjigiError,
} from '../client/src/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { codeOf, run, textOf } from './support/snippets.js';

const HOUR_MS = 3_600_000;
const PASSWORD = 'a cat sleeps by the window';
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

  it.each(['docs/frontend', 'docs/kakao'])(
    'the Korean page of %s has the same code',
    (page) => expect(codeOf(`${page}.ko.md`)).toEqual(codeOf(`${page}.md`)),
  );

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

  it('Node keeps it in a file that only its owner reads', async () => {
    const home = await mkdtemp(join(tmpdir(), 'munjigi-docs-'));
    let isDiskFull = false;
    const given = {
      readFile,
      rename,
      rm,
      writeFile: async (file: string, text: string, options: object) => {
        await writeFile(file, isDiskFull ? '' : text, options);
        if (isDiskFull) throw new Error('ENOSPC');
      },
      homedir: () => home,
    };
    const start = () =>
      run('.example-token', { ...library, ...given }, ['client', 'FILE']);
    const { client, FILE } = await start();
    const account = { username: 'docs-node', password: PASSWORD };
    await client.register(account);
    expect((await stat(FILE)).mode & 0o777).toBe(0o600);
    const { client: restarted } = await start();
    expect((await restarted.restore()).username).toBe('docs-node');
    const before = await readFile(FILE, 'utf8');
    isDiskFull = true;
    await restarted.login(account);
    expect(await readFile(FILE, 'utf8')).toBe(before);
    await restarted.logout();
    await expect(stat(FILE)).rejects.toThrow('ENOENT');
    await rm(home, { recursive: true });
  });

  it('names every member of the client', () => {
    const members = Object.getOwnPropertyNames(MunjigiClient.prototype);
    for (const name of members.filter((name) => name !== 'constructor'))
      expect(textOf()).toMatch(new RegExp(`\`${name}[\`(]`));
  });
});
