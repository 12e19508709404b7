import type { UnlinkWebhookTerms } from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byCode,
  byIdToken,
  disable,
  everything,
  exchange,
  expectRefused,
  idOf,
  LINK_PATH,
  loggedIn,
  newPerson,
  outcomeOf,
  ownersOf,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const PATH = '/api/auth/kakao/webhooks/unlink';
const METHODS = ['GET', 'form', 'json'] as const;

describe("Kakao's word that somebody left", () => {
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
    it('removes the identity and ends every session of the user, once', async () => {
      const person = newPerson(kakao);
      const phone = await loggedIn(server, byIdToken(kakao, person));
      const laptop = await loggedIn(server, byCode(kakao, person));
      const { id } = (await phone.me()).body;
      expect(await tell(person, { method })).toBe(200);
      expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
      for (const client of [phone, laptop]) {
        expect(outcomeOf(await client.me())).toBe('401 session_revoked');
        expect(outcomeOf(await client.refresh())).toBe('401 session_revoked');
      }
      expect(await unlinkings(id)).toEqual([{ actor_id: null }]);
      const before = await everything(server);
      expect(await tell(person, { method })).toBe(200);
      expect(await everything(server)).toEqual(before);
      // Whoever comes back after that is somebody new.
      const back = await exchange(server, byIdToken(kakao, person));
      expect(back.body.isNewUser).toBe(true);
      expect(back.body.user.id).not.toBe(id);
    });

    it('leaves the password of a user who has one', async () => {
      const client = server.client();
      await client.register();
      const person = newPerson(kakao);
      await client.post(LINK_PATH, byIdToken(kakao, person));
      expect(await tell(person, { method })).toBe(200);
      expect(outcomeOf(await client.me())).toBe('401 session_revoked');
      const login = await client.copy().login();
      expect(login.status).toBe(200);
      expect(login.body.user.providers).toEqual(['local']);
    });

    it('is heard in silence for people nobody knows, and for nonsense', async () => {
      await loggedIn(server, byIdToken(kakao, newPerson(kakao)));
      const before = await everything(server);
      const person = newPerson(kakao);
      for (const userId of [
        idOf(kakao, person),
        '9'.repeat(40),
        '',
        'nobody',
        "1' OR '1'='1",
        '-1',
        '1e9',
      ])
        expect(await tell(person, { method, userId })).toBe(200);
      expect(await everything(server)).toEqual(before);
    });

    it('tells 2^53 from 2^53 + 1', async () => {
      const one = await loggedIn(server, byIdToken(kakao, 'big-id'));
      const other = await loggedIn(server, byIdToken(kakao, 'bigger-id'));
      expect(await tell('bigger-id', { method })).toBe(200);
      expect(outcomeOf(await one.me())).toBe('200');
      expect(outcomeOf(await other.me())).toBe('401 session_revoked');
      expect(await tell('big-id', { method })).toBe(200);
    });

    it('leaves the identity with a disabled account, which so stays out', async () => {
      const person = newPerson(kakao);
      const { body } = await exchange(server, byIdToken(kakao, person));
      await disable(server, body.user.id);
      expect(await tell(person, { method })).toBe(200);
      const owners = await ownersOf(server, idOf(kakao, person));
      expect(owners).toEqual([body.user.id]);
      const answer = await exchange(server, byIdToken(kakao, person));
      expectRefused(answer, '403 account_disabled');
    });
  });

  it('takes numbers as JSON numbers, but none that JavaScript has rounded', async () => {
    const app_id = kakao.app.id;
    const person = newPerson(kakao);
    const client = await loggedIn(server, byIdToken(kakao, person));
    const user_id = Number(idOf(kakao, person));
    expect((await post({ app_id, user_id })).status).toBe(200);
    expect(outcomeOf(await client.me())).toBe('401 session_revoked');
    // 2^53 + 1 reads as 2^53, which is somebody else.
    const other = await loggedIn(server, byIdToken(kakao, 'big-id'));
    const text = `{"app_id":${app_id},"user_id":9007199254740993}`;
    const answer = await fetch(server.url + PATH, {
      method: 'POST',
      body: text,
      headers: {
        authorization: adminKey(),
        'content-type': 'application/json',
      },
    });
    expect(answer.status).toBe(200);
    expect(outcomeOf(await other.me())).toBe('200');
  });

  it('may say more than we know, and why', async () => {
    for (const referrerType of ['ACCOUNT_DELETE', 'SOMETHING_NEW']) {
      const person = newPerson(kakao);
      const client = await loggedIn(server, byIdToken(kakao, person));
      expect(await tell(person, { referrerType })).toBe(200);
      expect(outcomeOf(await client.me())).toBe('401 session_revoked');
    }
    const body = { app_id: String(kakao.app.id), user_id: '1', more: [1] };
    expect((await post(body)).status).toBe(200);
  });

  function adminKey(): string {
    return `KakaoAK ${kakao.app.adminKey}`;
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

  async function unlinkings(userId: string): Promise<unknown[]> {
    return query(
      server.databaseUrl,
      `SELECT actor_id FROM audit_events WHERE user_id = $1 AND type = 'identity.unlinked'`,
      [userId],
    );
  }
});
