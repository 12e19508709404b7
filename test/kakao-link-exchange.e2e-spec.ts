import { query } from './support/databases.js';
import {
  type KakaoTestServer,
  startServerWithKakao,
  whileAsked,
} from './support/kakao.js';
import {
  byAccessToken,
  byCode,
  byIdToken,
  disable,
  DOORS,
  everything,
  exchange,
  expectRefused,
  idOf,
  LINK_PATH,
  newPerson,
  outcomeOf,
  ownersOf,
} from './support/kakao-tokens.js';
import { tally } from './support/refreshing.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

describe('linking Kakao while logged in', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  it.each(DOORS)('with %s is one more way in', async (_name, door) => {
    const client = await registered();
    const { body: before } = await client.me();
    const person = newPerson(kakao);
    const linked = await client.post(LINK_PATH, door(kakao, person));
    expect(outcomeOf(linked)).toBe('200');
    expect(linked.body).toEqual({ ...before, providers: ['local', 'kakao'] });
    expect(linked.headers.getSetCookie()).toEqual([]);
    expect((await client.me()).body).toEqual(linked.body);
    // Again the same changes nothing.
    const again = await client.post(LINK_PATH, door(kakao, person));
    expect(outcomeOf(again)).toBe('200');
    expect(again.body).toEqual(linked.body);
    const login = await exchange(server, door(kakao, person));
    expect(login.body.isNewUser).toBe(false);
    expect(login.body.user).toEqual(linked.body);
    expect((await client.copy().login()).status).toBe(200);
    expect(await eventsOf(before.id, 'identity.linked')).toBe(1);
  });

  it("is refused for somebody else's, and changes neither", async () => {
    const person = newPerson(kakao);
    await exchange(server, byAccessToken(kakao, person));
    const client = await registered();
    const before = await everything(server);
    for (const [, door] of DOORS)
      expectRefused(
        await client.post(LINK_PATH, door(kakao, person)),
        '409 identity_taken',
      );
    expect(await everything(server)).toEqual(before);
  });

  it('is refused for a second Kakao account, whether new or of somebody', async () => {
    const client = await registered();
    const first = newPerson(kakao);
    const other = newPerson(kakao);
    await client.post(LINK_PATH, byIdToken(kakao, first));
    const before = await everything(server);
    const answer = await client.post(LINK_PATH, byAccessToken(kakao, other));
    expectRefused(answer, '409 identity_taken');
    const kakaoOnly = server.client();
    await kakaoOnly.post('/api/auth/kakao', byIdToken(kakao, other));
    const second = await kakaoOnly.post(LINK_PATH, byIdToken(kakao, first));
    expectRefused(second, '409 identity_taken');
    expect(before).toMatchObject({ identities: expect.any(Array) });
    expect(await ownersOf(server, idOf(kakao, first))).toEqual([
      (await client.me()).body.id,
    ]);
  });

  it('gives a Kakao account to one of twenty who want it at once', async () => {
    const person = newPerson(kakao);
    const clients = await Promise.all(Array.from({ length: 20 }, registered));
    const answers = await Promise.all(
      clients.map((client) => client.post(LINK_PATH, byIdToken(kakao, person))),
    );
    expect(tally(answers.map(outcomeOf))).toEqual({
      200: 1,
      '409 identity_taken': 19,
    });
    expect(await ownersOf(server, idOf(kakao, person))).toHaveLength(1);
  });

  it('gives an account one of twenty Kakao accounts that come at once', async () => {
    const client = await registered();
    const people = Array.from({ length: 20 }, () => newPerson(kakao));
    const answers = await Promise.all(
      people.map((person) => client.post(LINK_PATH, byIdToken(kakao, person))),
    );
    expect(tally(answers.map(outcomeOf))).toEqual({
      200: 1,
      '409 identity_taken': 19,
    });
  });

  it('needs an access token, and a session and a user that still are', async () => {
    const person = newPerson(kakao);
    const guest = server.client();
    expect(
      outcomeOf(await guest.post(LINK_PATH, byIdToken(kakao, person))),
    ).toBe('401 access_token_missing');
    const left = await registered();
    await left.post('/api/auth/logout');
    expect(
      outcomeOf(await left.post(LINK_PATH, byIdToken(kakao, person))),
    ).toBe('401 session_revoked');
    const banned = await registered();
    await disable(server, (await banned.me()).body.id);
    expect(
      outcomeOf(await banned.post(LINK_PATH, byCode(kakao, person))),
    ).toMatch(/session_revoked|account_disabled/);
    expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
  });

  it('does nothing when the session ends while Kakao is asked', async () => {
    const client = await registered();
    const person = newPerson(kakao);
    const proof = byAccessToken(kakao, person);
    const thief = client.copy();
    whileAsked(server, async () =>
      expect((await client.post('/api/auth/logout-all')).status).toBe(204),
    );
    const linking = await thief.post(LINK_PATH, proof);
    expect(outcomeOf(linking)).toBe('401 session_revoked');
    expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
  });

  async function registered(): Promise<TestClient> {
    const client = server.client();
    expect((await client.register()).status).toBe(201);
    return client;
  }

  async function eventsOf(userId: string, type: string): Promise<number> {
    const rows = await query(
      server.databaseUrl,
      'SELECT 1 FROM audit_events WHERE user_id = $1 AND type = $2',
      [userId, type],
    );
    return rows.length;
  }
});
