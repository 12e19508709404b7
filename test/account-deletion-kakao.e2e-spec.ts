import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import {
  auditOf,
  deleteUser,
  leave,
  newAdmin,
  newUser,
} from './support/administrators.js';
import { begin, query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byIdToken,
  everything,
  exchange,
  idOf,
  LINK_PATH,
  loggedIn,
  newPerson,
  outcomeOf,
  ownersOf,
  passTime,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

describe('deleting an account that Kakao knows', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao({}, { hasher: PasswordHasher });
    ({ server, kakao } = all);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  it('unlinks at Kakao, and who comes back is somebody new', async () => {
    const { client, person, id } = await arrive();
    expect((await leave(client)).status).toBe(204);
    expect(kakao.isLinked(person)).toBe(false);
    expect(kakao.calls.unlink).toBe(1);
    expect(outcomeOf(await client.me())).toBe('401 session_revoked');
    expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
    const { body } = await exchange(server, byIdToken(kakao, person));
    expect(body.isNewUser).toBe(true);
    expect(body.user.id).not.toBe(id);
    const audit = await auditOf(server, id);
    expect(audit.map(({ ip }) => ip)).toEqual(audit.map(() => null));
  });

  it('needs a login of the last ten minutes where there is no password', async () => {
    const { client, person } = await arrive();
    passTime(all, 10 * 60_000 - 5_000);
    await client.refresh();
    const device = await loggedIn(server, byIdToken(kakao, person));
    passTime(all, 5_000);
    for (const body of [undefined, { password: 'correct horse battery' }])
      expect(outcomeOf(await leave(client, body))).toBe(
        '403 reauthentication_required',
      );
    expect(kakao.calls.unlink).toBe(0);
    expect((await leave(device)).status).toBe(204);
  });

  it.each(['refuse', 'hang', '500', '-10'] as const)(
    'changes nothing while Kakao answers with %s, and can be tried again',
    async (fault) => {
      const { client, person, id } = await arrive();
      const admin = await newAdmin(server);
      const before = await everything(server);
      kakao.setFault('unlink', fault);
      const answers = await Promise.all([leave(client), deleteUser(admin, id)]);
      expect(answers.map(outcomeOf)).toEqual([
        '503 kakao_unavailable',
        '503 kakao_unavailable',
      ]);
      expect(answers[0]!.headers.get('retry-after')).toBe('1');
      expect(answers[0]!.headers.getSetCookie()).toEqual([]);
      expect(await everything(server)).toEqual(before);
      kakao.clearFaults();
      expect((await client.me()).status).toBe(200);
      expect((await deleteUser(admin, id)).status).toBe(204);
      expect(kakao.isLinked(person)).toBe(false);
    },
  );

  it('leaves Kakao alone when the last administrator may not go', async () => {
    await query(server.databaseUrl, `UPDATE users SET role = 'user'`);
    const { client, id } = await newAdmin(server);
    const person = newPerson(kakao);
    await client.post(LINK_PATH, byIdToken(kakao, person));
    for (const answer of [
      await leave(client, { password: client.password }),
      await deleteUser({ client, id }, id),
    ])
      expect(outcomeOf(answer)).toBe('409 last_admin');
    expect(kakao.calls.unlink).toBe(0);
    expect(kakao.isLinked(person)).toBe(true);
  });

  it.each([
    ['the logout of the session', `refresh_tokens = '{}'`],
    ['a new password', `password_hash = 'another'`],
    ['the disabling of the account', `status = 'disabled'`],
  ])(
    'leaves Kakao alone when %s came while the password was checked',
    async (_, change) => {
      const { client, id } = await newUser(server);
      const person = newPerson(kakao);
      await client.post(LINK_PATH, byIdToken(kakao, person));
      const hasher = server.app.get(PasswordHasher, { strict: false });
      const verify = hasher.verify.bind(hasher);
      vi.spyOn(hasher, 'verify').mockImplementationOnce(async (...terms) => {
        const isRight = await verify(...terms);
        await query(
          server.databaseUrl,
          `UPDATE users SET ${change} WHERE id = $1`,
          [id],
        );
        return isRight;
      });
      const left = await leave(client, { password: client.password });
      expect(left.status).toBe(401);
      expect(kakao.calls.unlink).toBe(0);
    },
  );

  it('unlinks who was linked after Kakao was told', async () => {
    const { client, id } = await newUser(server);
    const person = newPerson(kakao);
    await client.post(LINK_PATH, byIdToken(kakao, person));
    await query(
      server.databaseUrl,
      'DELETE FROM identities WHERE user_id = $1',
      [id],
    );
    const linking = await begin(
      server.databaseUrl,
      `SELECT 1 FROM users WHERE id = '${id}' FOR SHARE;
       INSERT INTO identities (provider, provider_user_id, user_id) VALUES ('kakao', '${idOf(kakao, person)}', '${id}')`,
    );
    const leaving = leave(client, { password: client.password });
    await linking.commitOnceAwaited();
    expect((await leaving).status).toBe(204);
    expect(kakao.isLinked(person)).toBe(false);
    expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
  });

  async function arrive(): Promise<{
    client: TestClient;
    person: string;
    id: string;
  }> {
    const person = newPerson(kakao);
    const client = await loggedIn(server, byIdToken(kakao, person));
    return { client, person, id: (await client.me()).body.id };
  }
});
