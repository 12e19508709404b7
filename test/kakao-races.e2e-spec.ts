import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';

const TOKENS = { key: 'native' } as const;

describe('Kakao logins that race', () => {
  let kakao: KakaoTestServer;
  beforeAll(async () => {
    kakao = await startServerWithKakao({ RATE_LIMIT: 'off' });
  });
  afterEach(() => expect(kakao.kakao.wrongdoings).toEqual([]));
  afterAll(() => kakao.close());

  const logIn = () =>
    kakao.server.client().post('/api/auth/kakao', {
      accessToken: kakao.kakao.tokenForSdk('minsu', TOKENS).accessToken,
    });

  it('with an unlinking wait for it, and nobody gets an error', async () => {
    const owner = kakao.server.client();
    await owner.register();
    for (let round = 0; round < 8; round += 1) {
      await query(kakao.server.databaseUrl, 'DELETE FROM identities');
      const { accessToken } = kakao.kakao.tokenForSdk('minsu', TOKENS);
      const linked = await owner.post('/api/auth/kakao/link', { accessToken });
      expect(linked.body.providers).toEqual(['local', 'kakao']);
      const answers = await Promise.all([
        owner.send('/api/auth/kakao/link', { method: 'DELETE' }),
        ...Array.from({ length: 4 }, logIn),
      ]);
      // Unlinked at Kakao, their token is refused; before or after it, they are somebody.
      expect([200, 204, 401]).toEqual(
        expect.arrayContaining(answers.map(({ status }) => status)),
      );
      expect(answers[0]!.status).toBe(204);
    }
  });

  it('with a lock that an unlinking holds open no session for who is no longer the owner', async () => {
    const owner = kakao.server.client();
    await owner.register();
    await query(kakao.server.databaseUrl, 'DELETE FROM identities');
    const { accessToken } = kakao.kakao.tokenForSdk('minsu', TOKENS);
    await owner.post('/api/auth/kakao/link', { accessToken });
    const [webhook, ...logins] = await Promise.all([
      kakao.kakao.sendUnlinkWebhook('minsu', {
        url: `${kakao.server.url}/api/auth/kakao/webhooks/unlink`,
      }),
      ...Array.from({ length: 4 }, logIn),
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
