import type { UnlinkWebhookTerms } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byIdToken,
  everything,
  expectRefused,
  idOf,
  loggedIn,
  newPerson,
  outcomeOf,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const PATH = '/api/auth/kakao/webhooks/unlink';
const METHODS = ['GET', 'form', 'json'] as const;

describe("a forged word of Kakao's that somebody left", () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  describe.each(METHODS)('by %s', (method) => {
    it.each<readonly [string, () => Partial<UnlinkWebhookTerms>]>([
      ['another key', () => ({ authorization: `KakaoAK ${'e0'.repeat(16)}` })],
      [
        'our REST key',
        () => ({ authorization: `KakaoAK ${kakao.app.restKey}` }),
      ],
      [
        'the key of another app',
        () => ({ authorization: `KakaoAK ${kakao.secondApp.adminKey}` }),
      ],
      ['our key as Bearer', () => ({ authorization: bearer() })],
      ['our key alone', () => ({ authorization: kakao.app.adminKey })],
      ['half of our key', () => ({ authorization: adminKey().slice(0, -1) })],
      ['our key and more', () => ({ authorization: `${adminKey()}0` })],
      [
        'our key in capitals',
        () => ({ authorization: adminKey().toUpperCase() }),
      ],
      ['no key', () => ({ authorization: 'KakaoAK ' })],
      ['no header', () => ({ authorization: null })],
      ['another app', () => ({ appId: String(kakao.secondApp.id) })],
      ['no app', () => ({ appId: '' })],
      ['our app with a zero', () => ({ appId: `0${kakao.app.id}` })],
    ])('is not believed with %s', async (_name, terms) => {
      const person = newPerson(kakao);
      const client = await loggedIn(server, byIdToken(kakao, person));
      const before = await everything(server);
      expect(await tell(person, { method, ...terms() })).toBe(401);
      expect(await everything(server)).toEqual(before);
      expect((await client.me()).status).toBe(200);
    });
  });

  it('is refused as kakao_rejected, without a Bearer challenge', async () => {
    for (const method of ['GET', 'POST']) {
      const answer = await server.client().send(PATH, { method });
      expectRefused(answer, '401 kakao_rejected');
      expect(answer.headers.get('www-authenticate')).toBeNull();
    }
  });

  it('is not believed of an app that is not named, or named in another place', async () => {
    const person = newPerson(kakao);
    await loggedIn(server, byIdToken(kakao, person));
    const user_id = idOf(kakao, person);
    const before = await everything(server);
    for (const body of [{ user_id }, { user_id, app_id: null }, {}, [], null])
      expect(outcomeOf(await post(body))).toBe('401 kakao_rejected');
    const app_id = String(kakao.app.id);
    const query = new URLSearchParams({ app_id, user_id });
    const answer = await post({}, `${PATH}?${query}`);
    expect(outcomeOf(answer)).toBe('401 kakao_rejected');
    expect(await everything(server)).toEqual(before);
  });

  function adminKey(): string {
    return `KakaoAK ${kakao.app.adminKey}`;
  }

  function bearer(): string {
    return `Bearer ${kakao.app.adminKey}`;
  }

  /** What the server answers when the person leaves at Kakao. */
  async function tell(
    person: string,
    terms: UnlinkWebhookTerms,
  ): Promise<number | undefined> {
    const url = server.url + PATH;
    return (await kakao.sendUnlinkWebhook(person, { url, ...terms })).status;
  }

  function post(body: unknown, path = PATH): Promise<Answer> {
    return server.client().post(path, body, { authorization: adminKey() });
  }
});

it.each(METHODS)(
  'is never believed where no admin key is configured, by %s',
  async (method) => {
    const all = await startServerWithKakao({
      KAKAO_ADMIN_KEY: '',
    });
    const { server, kakao } = all;
    const client = await loggedIn(server, byIdToken(kakao, 'minsu'));
    const url = server.url + PATH;
    for (const authorization of [
      `KakaoAK ${kakao.app.adminKey}`,
      'KakaoAK ',
      'KakaoAK undefined',
      '',
      null,
    ]) {
      const terms = { url, method, authorization };
      const { status } = await kakao.sendUnlinkWebhook('minsu', terms);
      expect(status).toBe(401);
    }
    expect((await client.me()).body.providers).toEqual(['kakao']);
    expect(kakao.wrongdoings).toEqual([]);
    await all.close();
  },
);
