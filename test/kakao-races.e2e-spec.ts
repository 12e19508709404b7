import { Client } from 'pg';
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

  it('with an unlinking take the same locks in the same order', async () => {
    const owner = kakao.server.client();
    await owner.register();
    const { accessToken } = kakao.kakao.tokenForSdk('minsu', TOKENS);
    await owner.post('/api/auth/kakao/link', { accessToken });
    const login = new Client({ connectionString: kakao.server.databaseUrl });
    await login.connect();
    await login.query('BEGIN');
    await login.query('SELECT FROM identities FOR SHARE');
    const unlinking = owner.send('/api/auth/kakao/link', { method: 'DELETE' });
    await vi.waitUntil(() => somebodyWaits(kakao.server.databaseUrl));
    // Whoever held the user and waited for the identity would wait for this for ever.
    await login.query(
      'UPDATE users SET last_login_at = now() WHERE username = $1',
      [owner.username],
    );
    await login.query('COMMIT');
    await login.end();
    expect((await unlinking).status).toBe(204);
  });

  it('with a logout link nothing for the session that ended', async () => {
    const person = kakao.server.client();
    await person.register();
    const { accessToken } = kakao.kakao.tokenForSdk('big-id', TOKENS);
    const logout = new Client({ connectionString: kakao.server.databaseUrl });
    await logout.connect();
    await logout.query('BEGIN');
    await logout.query(
      `UPDATE users SET refresh_tokens = '{}' WHERE username = $1`,
      [person.username],
    );
    const linking = person.post('/api/auth/kakao/link', { accessToken });
    await vi.waitUntil(() => somebodyWaits(kakao.server.databaseUrl));
    await logout.query('COMMIT');
    await logout.end();
    const { status, body } = await linking;
    expect([status, body.code]).toEqual([401, 'session_revoked']);
    const linked = await query(
      kakao.server.databaseUrl,
      `SELECT FROM identities WHERE provider_user_id = '9007199254740992'`,
    );
    expect(linked).toHaveLength(0);
  });

  it('with a notice that the person left open no session', async () => {
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

async function somebodyWaits(databaseUrl: string): Promise<boolean> {
  const waiting = await query(
    databaseUrl,
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return waiting.length > 0;
}
