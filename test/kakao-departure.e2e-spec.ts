import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { depart, parameter, start } from './support/kakao-redirect.js';
import { sendBytes } from './support/raw-request.js';
import type { TestServer } from './support/server.js';

const CALLBACK = 'http://localhost:3000/api/auth/kakao/callback';
const RANDOM_128_BITS = /^[\w-]{22,}$/;

describe('a browser sent to Kakao', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it('asks for a code with state, nonce and PKCE, and for nothing else', async () => {
    const answer = await start(server.client());
    expect(answer.status).toBe(302);
    const url = new URL(answer.headers.get('location')!);
    expect(url.origin + url.pathname).toBe(`${kakao.baseUrl}/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: kakao.app.restKey,
      response_type: 'code',
      redirect_uri: CALLBACK,
      state: expect.stringMatching(RANDOM_128_BITS),
      nonce: expect.stringMatching(RANDOM_128_BITS),
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      code_challenge_method: 'S256',
    });
  });

  it('carries a state of its own each time', async () => {
    const person = server.client();
    const urls = [await depart(person), await depart(person)];
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const values = urls.map((url) => parameter(url, name));
      expect(new Set(values).size, name).toBe(2);
    }
    const [url] = urls;
    expect(parameter(url!, 'nonce')).not.toBe(parameter(url!, 'state'));
  });

  it('keeps the state ten minutes, out of reach of scripts, for the way back from another site', async () => {
    const answer = await start(server.client());
    const state = parameter(answer.headers.get('location')!, 'state');
    const lines = answer.headers.getSetCookie();
    expect(lines).toHaveLength(1);
    const [pair, ...attributes] = lines[0]!.split('; ');
    expect(pair!.split('=')[0]).toBe(`oauth_state_${state}`);
    expect(attributes.sort()).toEqual([
      'HttpOnly',
      'Max-Age=600',
      'Path=/',
      'SameSite=Lax',
    ]);
  });

  it('is not for a cache to keep', async () => {
    const { headers } = await start(server.client());
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it.each<Record<string, string>>([
    { 'x-forwarded-host': 'evil.example' },
    { 'x-forwarded-proto': 'https' },
    { forwarded: 'host=evil.example;proto=https' },
    { 'x-original-host': 'evil.example' },
    { referer: 'https://evil.example/' },
  ])('comes back to PUBLIC_URL whatever %j says', async (headers) => {
    const answer = await start(server.client(), undefined, headers);
    const location = answer.headers.get('location')!;
    expect(parameter(location, 'redirect_uri')).toBe(CALLBACK);
    expect(location).not.toContain('evil');
  });

  it('comes back to PUBLIC_URL whatever Host it asked for', async () => {
    const request =
      'GET /api/auth/kakao HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    const { status, head } = await sendBytes(server.url, request, {
      hangUp: false,
    });
    expect(status).toBe(302);
    const [, location] = /^location: (.*)$/im.exec(head)!;
    expect(parameter(location!, 'redirect_uri')).toBe(CALLBACK);
    expect(head).not.toContain('evil');
  });

  it('is sent without a secret in the address', async () => {
    const { headers, text } = await start(server.client());
    const [, cookie] = /=([^;]+)/.exec(headers.getSetCookie()[0]!)!;
    const { state } = JSON.parse(
      Buffer.from(cookie!.split('.')[1]!, 'base64url').toString(),
    );
    const told = headers.get('location')! + text;
    expect(told).not.toContain(kakao.app.clientSecret);
    expect(state.codeVerifier).toMatch(/^[\w-]{43}$/);
    expect(told).not.toContain(state.codeVerifier);
  });
});
