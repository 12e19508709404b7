import { postRoutes } from './support/error-shape.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import { byIdToken, loggedIn } from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';

const PATH = '/api/auth/kakao/webhooks/unlink';
const FORM = 'application/x-www-form-urlencoded';

describe('a form', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server } = all);
  });
  afterEach(() => expect(all.kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  it('is taken by the webhook alone', async () => {
    const { accessToken } = await loggedIn(
      server,
      byIdToken(all.kakao, 'minsu'),
    );
    const routes = postRoutes(server.app).filter((path) => path !== PATH);
    expect(routes.length).toBeGreaterThan(8);
    const headers = { authorization: `Bearer ${accessToken}` };
    for (const path of routes)
      for (const type of [FORM, `${FORM};charset=utf-8`]) {
        const answer = await send(path, 'a=b', {
          ...headers,
          'content-type': type,
        });
        expect([path, answer.status, answer.code]).toEqual([
          path,
          415,
          'unsupported_media_type',
        ]);
      }
  });

  it.each([
    ['packed', 'a=b', { 'content-encoding': 'gzip' }, 415],
    ['of another type', 'a=b', { 'content-type': 'text/plain' }, 415],
    [
      'in parts',
      '--x--',
      { 'content-type': 'multipart/form-data; boundary=x' },
      415,
    ],
    ['of more than 16 KiB', `a=${'b'.repeat(16 * 1024)}`, {}, 413],
    ['that is no UTF-8', Buffer.from([0x61, 0x3d, 0xff]), {}, 400],
  ])(
    'that is %s is not taken by the webhook either',
    async (_name, body, more, status) => {
      const headers = { 'content-type': FORM, ...more };
      expect((await send(PATH, body, headers)).status).toBe(status);
    },
  );

  it('cannot put its members where a prototype is', async () => {
    const authorization = `KakaoAK ${all.kakao.app.adminKey}`;
    const headers = { 'content-type': FORM, authorization };
    const body = `__proto__=x&__proto__[app_id]=${all.kakao.app.id}&constructor=y`;
    expect((await send(PATH, body, headers)).status).toBe(401);
  });

  async function send(
    path: string,
    body: BodyInit,
    headers: Record<string, string>,
  ): Promise<{ status: number; code?: string }> {
    const init = { method: 'POST', body, headers };
    const response = await fetch(server.url + path, init);
    const { code } = (await response.json()) as { code?: string };
    return { status: response.status, ...(code && { code }) };
  }
});
