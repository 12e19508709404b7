import { startServerWithKakao, type KakaoTestServer } from './support/kakao.js';
import type { Answer, TestClient } from './support/test-client.js';

const LIMIT = 30;
const FIVE_MINUTES = 300_000;

describe('failing with Kakao from an address', () => {
  let kakao: KakaoTestServer;
  let person: TestClient;
  beforeAll(async () => {
    kakao = await startServerWithKakao({
      RATE_LIMIT: 'on',
      ACCESS_TOKEN_TTL: '1d',
    });
    person = kakao.server.client();
    await person.register();
  });
  beforeEach(() => kakao.server.clock.advance(FIVE_MINUTES));
  afterAll(() => kakao.close());

  const idToken = 'e30.e30.e30';

  it('ends after thirty times at any of its doors, and then at all', async () => {
    const doors = [
      () => person.post('/api/auth/kakao', { idToken }),
      () => person.post('/api/auth/kakao/link', { idToken }),
    ];
    for (let time = 0; time < LIMIT; time += 1)
      expect((await doors[time % 2]!()).status).toBe(401);
    for (const knock of [
      ...doors,
      () => arrive('state=made-up&code=made-up'),
    ]) {
      const { status, body, headers } = await knock();
      expect([status, body.code]).toEqual([429, 'rate_limited']);
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await person.send('/api/auth/kakao')).status).toBe(302);
    expect((await person.login()).status).toBe(200);
  });

  it('is no body that is none and no token that is missing', async () => {
    for (let time = 0; time < LIMIT + 1; time += 1) {
      const empty = await person.post('/api/auth/kakao', {});
      expect(empty.status).toBe(400);
      const stranger = kakao.server.client();
      const closed = await stranger.post('/api/auth/kakao/link', { idToken });
      expect(closed.body.code).toBe('access_token_missing');
    }
    const { body } = await person.post('/api/auth/kakao', { idToken });
    expect(body.code).toBe('kakao_rejected');
  });

  it('is no made-up state, which any page can have a whole office send', async () => {
    for (let time = 0; time < LIMIT + 1; time += 1) {
      const { status, headers } = await arrive('state=made-up&code=made-up');
      expect(status).toBe(302);
      expect(headers.get('location')).toContain('error=oauth_state_invalid');
    }
    const { body } = await person.post('/api/auth/kakao', { idToken });
    expect(body.code).toBe('kakao_rejected');
  });

  function arrive(query: string): Promise<Answer> {
    return person.send(`/api/auth/kakao/callback?${query}`);
  }
});
