import { FakeBrowser } from '../client/test/fake-browser.js';
import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';
import { run } from './support/snippets.js';

describe("docs/frontend.md with Kakao's SDKs", () => {
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

  describe('v2 in JavaScript', () => {
    const location = { origin: new URL(FRONT_END_REDIRECT).origin, search: '' };
    const storage = new Map<string, string>();
    const sessionStorage = {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => storage.set(key, value),
      removeItem: (key: string) => storage.delete(key),
    };
    beforeEach(() => storage.clear());

    const comeBackWith = (answer: Record<string, string>) =>
      void (location.search = `?${new URLSearchParams(answer)}`);

    const agree = (sent: { redirectUri: string; state: string }) => {
      const code = all.kakao.issueCode('minsu', sent);
      comeBackWith({ code, state: sent.state });
    };
    const cancel = ({ state }: { state: string }) =>
      comeBackWith({ error: 'access_denied', state });

    /** The page as it is after it was loaded. */
    const load = (authorize: (sent: never) => void = agree) =>
      run(
        'function goToKakao(',
        {
          client: browser.openTab(),
          location,
          sessionStorage,
          Kakao: { Auth: { authorize } },
        },
        ['goToKakao', 'comeBackFromKakao'],
      );

    it('brings a code, which is used once however often the page asks', async () => {
      (await load()).goToKakao();
      const { comeBackFromKakao } = await load();
      const [first, second] = [comeBackFromKakao(), comeBackFromKakao()];
      expect((await first).providers).toEqual(['kakao']);
      expect(await second).toEqual(await first);
    });

    it('leaves a login in where the page is loaded again', async () => {
      (await load()).goToKakao();
      const { id } = await (await load()).comeBackFromKakao();
      expect((await (await load()).comeBackFromKakao()).id).toBe(id);
    });

    it('brings nobody after a cancel, nor when that page is loaded again', async () => {
      (await load(cancel)).goToKakao();
      expect(await (await load()).comeBackFromKakao()).toBeNull();
      expect(await (await load()).comeBackFromKakao()).toBeNull();
    });

    it("takes no code of somebody else's", async () => {
      const redirectUri = FRONT_END_REDIRECT;
      const lure = () => agree({ redirectUri, state: 'theirs' });
      lure();
      expect(await (await load()).comeBackFromKakao()).toBeNull();
      (await load(lure)).goToKakao();
      const { comeBackFromKakao } = await load();
      await expect(comeBackFromKakao()).rejects.toThrow('did not begin here');
      expect(browser.seen).not.toContain('/api/auth/kakao');
    });
  });

  it('v1 in JavaScript brings an access token', async () => {
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
});
