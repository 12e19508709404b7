import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';
import {
  byCode,
  byIdToken,
  DOORS,
  exchange,
  expectRefused,
  newPerson,
  outcomeOf,
  pkce,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';

describe('logging in with what Kakao gave the front end', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  describe.each(DOORS)('%s', (_name, door) => {
    it('makes a user, with a refresh cookie, and knows them the next time', async () => {
      const person = newPerson(kakao, {
        nickname: '한별',
        email: {
          address: `${crypto.randomUUID()}@example.com`,
          valid: true,
          verified: true,
        },
      });
      const client = server.client();
      const first = await client.post('/api/auth/kakao', door(kakao, person));
      expect(outcomeOf(first)).toBe('200');
      expect(first.body).toEqual({
        accessToken: expect.any(String),
        tokenType: 'Bearer',
        expiresIn: 600,
        isNewUser: true,
        user: {
          id: expect.any(String),
          username: null,
          nickname: '한별',
          email: expect.stringContaining('@example.com'),
          emailVerified: true,
          role: 'user',
          providers: ['kakao'],
          createdAt: expect.any(String),
        },
      });
      expect(first.headers.get('cache-control')).toBe('no-store');
      expect(first.headers.getSetCookie()).toEqual([
        expect.stringMatching(
          /^refresh_token=[^;]+; Max-Age=60(?:4800|479\d); Path=\/; HttpOnly; SameSite=Strict$/,
        ),
      ]);
      expect((await client.me()).body).toEqual(first.body.user);
      expect((await client.refresh()).body.user).toEqual(first.body.user);
      const second = await exchange(server, door(kakao, person));
      expect(outcomeOf(second)).toBe('200');
      expect(second.body.isNewUser).toBe(false);
      expect(second.body.user).toEqual(first.body.user);
    });

    it('puts the refresh token in the body for an app without a cookie jar', async () => {
      const proof = door(kakao, newPerson(kakao));
      const headers = { 'x-token-transport': 'body' };
      const {
        status,
        body,
        headers: sent,
      } = await exchange(server, proof, headers);
      expect(status).toBe(200);
      expect(sent.getSetCookie()).toEqual([]);
      const { refreshToken } = body as { refreshToken: string };
      const refreshed = await server
        .client()
        .post('/api/auth/refresh', { refreshToken }, headers);
      expect(refreshed.status).toBe(200);
      expect(refreshed.body.refreshToken).not.toBe(refreshToken);
    });
  });

  describe('a code', () => {
    const redirectUri = FRONT_END_REDIRECT;

    it('is taken with its PKCE verifier and nonce, whichever key of the app it was asked for with', async () => {
      for (const key of ['rest', 'javascript'] as const) {
        const { codeVerifier, codeChallenge } = pkce();
        const nonce = `nonce-${key}`;
        const terms = { key, redirectUri, codeChallenge, nonce };
        const code = kakao.issueCode('minsu', terms);
        const proof = { code, redirectUri, codeVerifier, nonce };
        expect(outcomeOf(await exchange(server, proof))).toBe('200');
      }
    });

    it.each([
      ['another verifier', { codeVerifier: pkce().codeVerifier }],
      ['no verifier', {}],
    ])('is refused with %s', async (_name, more) => {
      const { codeChallenge } = pkce();
      const code = kakao.issueCode('minsu', { redirectUri, codeChallenge });
      const answer = await exchange(server, { code, redirectUri, ...more });
      expectRefused(answer, '401 kakao_rejected');
      expect(kakao.calls.token).toBe(1);
    });

    it('is refused with another nonce than it was asked for with, or when none comes back', async () => {
      const code = () => kakao.issueCode('minsu', { redirectUri, nonce: 'a' });
      const other = { code: code(), redirectUri, nonce: 'b' };
      expectRefused(await exchange(server, other), '401 kakao_rejected');
      kakao.setFault('token', 'no-id-token');
      const same = { code: code(), redirectUri, nonce: 'a' };
      expectRefused(await exchange(server, same), '401 kakao_rejected');
      const unasked = { code: code(), redirectUri };
      expect(outcomeOf(await exchange(server, unasked))).toBe('200');
    });

    it('opens one session, not two', async () => {
      const proof = byCode(kakao, 'minsu');
      expect(outcomeOf(await exchange(server, proof))).toBe('200');
      expectRefused(await exchange(server, proof), '401 kakao_rejected');
    });

    it('that is none is refused', async () => {
      const proof = { code: 'nonsense', redirectUri };
      expectRefused(await exchange(server, proof), '401 kakao_rejected');
    });

    it.each([
      `${redirectUri}/`,
      `${redirectUri}?a=1`,
      `${redirectUri}#a`,
      `${redirectUri}.evil.example`,
      redirectUri.toUpperCase(),
      redirectUri.replace('http:', 'https:'),
      'http://localhost:3000/api/auth/kakao/callback',
      'https://evil.example/kakao',
      'kakao',
    ])('is not even shown to Kakao with the redirectUri %s', async (uri) => {
      const code = kakao.issueCode('minsu', { redirectUri });
      const answer = await exchange(server, { code, redirectUri: uri });
      expectRefused(answer, '400 redirect_not_allowed');
      expect(kakao.calls.token).toBe(0);
    });

    it('that was sent to another address than it says is refused', async () => {
      const code = kakao.issueCode('minsu');
      const answer = await exchange(server, { code, redirectUri });
      expectRefused(answer, '401 kakao_rejected');
    });
  });

  it('takes id_tokens made out to each key of the app, and no other', async () => {
    for (const key of ['rest', 'javascript', 'native'] as const) {
      const idToken = kakao.signIdToken('minsu', { key });
      expect(outcomeOf(await exchange(server, { idToken }))).toBe('200');
    }
    const claims = { aud: kakao.app.adminKey };
    const idToken = kakao.signIdToken('minsu', { claims });
    const answer = await exchange(server, { idToken });
    expectRefused(answer, '401 kakao_rejected');
  });

  it('takes the nonce of an id_token, and refuses another', async () => {
    const idToken = kakao.signIdToken('minsu', { nonce: 'ours' });
    const { accessToken } = kakao.tokenForSdk('minsu');
    for (const beside of [{}, { accessToken }]) {
      const proof = { idToken, ...beside };
      const right = { ...proof, nonce: 'ours' };
      expect(outcomeOf(await exchange(server, right))).toBe('200');
      const wrong = { ...proof, nonce: 'theirs' };
      expectRefused(await exchange(server, wrong), '401 kakao_rejected');
    }
    const without = { ...byIdToken(kakao, 'minsu'), nonce: 'ours' };
    expectRefused(await exchange(server, without), '401 kakao_rejected');
  });
});
