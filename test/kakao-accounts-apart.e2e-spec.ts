import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byCode,
  disable,
  DOORS,
  everything,
  exchange,
  expectRefused,
  LINK_PATH,
  newPerson,
  outcomeOf,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

describe('accounts of Kakao', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(() => {
    kakao.clearFaults();
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  // "Account pre-hijacking", USENIX Security 2022: the attacker is there first, and waits.
  it.each(DOORS)(
    "are apart from a stranger's who registered the address before, by %s",
    async (_name, door) => {
      const address = `${crypto.randomUUID()}@example.com`;
      const stranger = server.client();
      await stranger.register({ email: address });
      const theirs = (await stranger.me()).body;

      const email = { address, valid: true, verified: true };
      const person = newPerson(kakao, { email, nickname: '피해자' });
      const victim = server.client();
      const login = await victim.post('/api/auth/kakao', door(kakao, person));
      expect(outcomeOf(login)).toBe('200');
      expect(login.body.isNewUser).toBe(true);
      expect(login.body.user.id).not.toBe(theirs.id);
      expect(login.body.user).toMatchObject({
        username: null,
        email: address,
        emailVerified: true,
        providers: ['kakao'],
      });

      // The stranger's session, refresh token and password open the stranger's account, as before.
      expect((await stranger.me()).body).toEqual(theirs);
      expect((await stranger.refresh()).body.user).toEqual(theirs);
      expect((await stranger.copy().login()).body.user).toEqual(theirs);
      expect(theirs).toMatchObject({
        emailVerified: false,
        providers: ['local'],
      });
      // And the victim's Kakao opens the victim's, for good.
      const again = await exchange(server, door(kakao, person));
      expect(again.body.user).toEqual(login.body.user);
      expect((await victim.send('/api/auth/sessions')).body).toHaveLength(2);
    },
  );

  it('cannot be had by linking them to a stranger first', async () => {
    const proof = () => byCode(kakao, 'minsu');
    const victim = await exchange(server, proof());
    const stranger = server.client();
    await stranger.register();
    const link = await stranger.post(LINK_PATH, proof());
    expect(outcomeOf(link)).toBe('409 identity_taken');
    const again = await exchange(server, proof());
    expect(again.body.user).toEqual(victim.body.user);
  });

  it('have no password: the answer is the one for an unknown user', async () => {
    const { body } = await exchange(server, byCode(kakao, 'emoji'));
    const answers = [
      await login('nobody-of-that-name'),
      await login(body.user.nickname),
      await login(body.user.id),
      await login('null'),
      await loginOfRenamed(body.user.id, 'kakao-only-user'),
    ];
    for (const answer of answers) {
      expectRefused(answer, '401 invalid_credentials');
      expect(visible(answer)).toEqual(visible(answers[0]!));
    }
  });

  it.each(DOORS)('that are disabled are refused by %s', async (_name, door) => {
    const person = newPerson(kakao);
    const { body } = await exchange(server, door(kakao, person));
    await disable(server, body.user.id);
    const before = await everything(server);
    expectRefused(
      await exchange(server, door(kakao, person)),
      '403 account_disabled',
    );
    expectRefused(
      await exchange(server, door(kakao, person), {
        'x-token-transport': 'body',
      }),
      '403 account_disabled',
    );
    expect(await everything(server)).toEqual(before);
  });

  function login(username: string): Promise<Answer> {
    return server.client().login(username, 'correct horse battery');
  }

  /** A Kakao user who has a name to log in with, and no password. */
  async function loginOfRenamed(id: string, name: string): Promise<Answer> {
    await query(
      server.databaseUrl,
      'UPDATE users SET username = $2, username_key = $2 WHERE id = $1',
      [id, name],
    );
    return login(name);
  }
});

/** What a caller sees of an answer, but for what differs from request to request. */
function visible({ status, headers, body }: Answer): unknown {
  const { requestId: _requestId, ...told } = body as Record<string, unknown>;
  const names = [...headers.keys()].sort();
  return { status, names, length: headers.get('content-length'), told };
}
