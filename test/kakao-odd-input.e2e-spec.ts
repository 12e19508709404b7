import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { arrive, consent, depart } from './support/kakao-redirect.js';

describe('what Kakao would not send', () => {
  let all: KakaoTestServer;
  beforeAll(async () => {
    all = await startServerWithKakao();
  });
  afterEach(() => {
    expect(all.kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  it.each([
    { app_id: { toString: 1 }, user_id: '5' },
    { app_id: [['1290417']], user_id: '5' },
    { app_id: null, user_id: '5' },
    [],
    5,
    null,
  ])('as a notice, %j, is refused', async (notice) => {
    const { status, body } = await webhook(notice);
    expect([status, body.code]).toEqual([401, 'kakao_rejected']);
  });

  it.each([{ toString: 1 }, [['5']], null, '', '-5', '5e3', 2 ** 60])(
    'as the number of who left, %j, is heard and nobody’s',
    async (user_id) => {
      const app_id = String(all.kakao.app.id);
      expect((await webhook({ app_id, user_id })).status).toBe(200);
    },
  );

  it.each(['secevent+jwt', 'at+jwt', 'logout+jwt'])(
    'as an id_token, a token of the kind %s by the same keys, is refused',
    async (typ) => {
      const idToken = all.kakao.signIdToken('minsu', { header: { typ } });
      const answer = await all.server
        .client()
        .post('/api/auth/kakao', { idToken });
      expect([answer.status, answer.body.code]).toEqual([
        401,
        'kakao_rejected',
      ]);
    },
  );

  it('is not what a callback says when our own database is in trouble', async () => {
    const person = all.server.client();
    const callback = await consent(await depart(person, '/welcome'), 'minsu');
    const { databaseUrl } = all.server;
    await query(databaseUrl, 'ALTER TABLE identities RENAME TO away');
    const { location } = await arrive(person, callback);
    await query(databaseUrl, 'ALTER TABLE away RENAME TO identities');
    expect(location).toBe(
      'http://localhost:3000/welcome?error=kakao_unavailable',
    );
  });

  function webhook(notice: unknown) {
    const authorization = `KakaoAK ${all.kakao.app.adminKey}`;
    return all.server
      .client()
      .post('/api/auth/kakao/webhooks/unlink', notice, { authorization });
  }
});
