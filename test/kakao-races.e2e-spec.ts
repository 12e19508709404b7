import { begin, query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { idOf, newPerson } from './support/kakao-tokens.js';

const TOKENS = { key: 'native' } as const;

describe('Kakao logins that race', () => {
  let kakao: KakaoTestServer;
  beforeAll(async () => {
    kakao = await startServerWithKakao({ RATE_LIMIT: 'off' });
  });
  afterEach(() => expect(kakao.kakao.wrongdoings).toEqual([]));
  afterAll(() => kakao.close());

  const tokenOf = (person: string) =>
    kakao.kakao.tokenForSdk(person, TOKENS).accessToken;
  const logIn = (person: string) =>
    kakao.server
      .client()
      .post('/api/auth/kakao', { accessToken: tokenOf(person) });

  it('with an unlinking take the same locks in the same order', async () => {
    const owner = kakao.server.client();
    await owner.register();
    const accessToken = tokenOf(newPerson(kakao.kakao));
    await owner.post('/api/auth/kakao/link', { accessToken });
    const login = await begin(
      kakao.server.databaseUrl,
      'SELECT FROM identities FOR SHARE',
    );
    const unlinking = owner.send('/api/auth/kakao/link', { method: 'DELETE' });
    // Whoever held the user and waited for the identity would wait for this for ever.
    await login.commitOnceAwaited(
      1,
      `UPDATE users SET last_login_at = now() WHERE username = '${owner.username}'`,
    );
    expect((await unlinking).status).toBe(204);
  });

  it('with a logout link nothing for the session that ended', async () => {
    const person = kakao.server.client();
    await person.register();
    const linking = newPerson(kakao.kakao);
    const accessToken = tokenOf(linking);
    const logout = await begin(
      kakao.server.databaseUrl,
      `UPDATE users SET refresh_tokens = '{}' WHERE username = '${person.username}'`,
    );
    const link = person.post('/api/auth/kakao/link', { accessToken });
    await logout.commitOnceAwaited();
    const { status, body } = await link;
    expect([status, body.code]).toEqual([401, 'session_revoked']);
    const linked = await query(
      kakao.server.databaseUrl,
      'SELECT FROM identities WHERE provider_user_id = $1',
      [idOf(kakao.kakao, linking)],
    );
    expect(linked).toHaveLength(0);
  });

  it('with a notice that the person left open no session', async () => {
    const owner = kakao.server.client();
    await owner.register();
    const leaving = newPerson(kakao.kakao);
    const accessToken = tokenOf(leaving);
    await owner.post('/api/auth/kakao/link', { accessToken });
    const [webhook, ...logins] = await Promise.all([
      kakao.kakao.sendUnlinkWebhook(leaving, {
        url: `${kakao.server.url}/api/auth/kakao/webhooks/unlink`,
      }),
      ...Array.from({ length: 4 }, () => logIn(leaving)),
    ]);
    expect(webhook).toMatchObject({ status: 200 });
    const sessions = await query(
      kakao.server.databaseUrl,
      `SELECT FROM users WHERE username = $1 AND refresh_tokens <> '{}'`,
      [owner.username],
    );
    expect(sessions).toHaveLength(0);
    for (const { status } of logins) expect([200, 401]).toContain(status);
  });
});
