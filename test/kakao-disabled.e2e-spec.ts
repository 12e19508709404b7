import { describeApi } from '../src/openapi.js';
import { expectErrorShape } from './support/error-shape.js';
import { startServer, type TestServer } from './support/server.js';

const ROUTES = [
  'DELETE /api/auth/kakao/link',
  'GET /api/auth/kakao',
  'GET /api/auth/kakao/callback',
  'GET /api/auth/kakao/webhooks/unlink',
  'POST /api/auth/kakao',
  'POST /api/auth/kakao/link',
  'POST /api/auth/kakao/link/authorize',
  'POST /api/auth/kakao/webhooks/unlink',
];

describe('a server without a Kakao app', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('has the routes that are tried here, and no other of Kakao', () => {
    const routes = Object.entries(describeApi(server.app).paths)
      .filter(([path]) => path.includes('kakao'))
      .flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
    expect(routes.sort()).toEqual(ROUTES);
  });

  it.each(ROUTES)('answers %s with kakao_disabled', async (route) => {
    const [method, path] = route.split(' ') as [string, string];
    const person = server.client();
    await person.register();
    const before = new Map(person.cookies);
    const body = method === 'POST' ? {} : undefined;
    for (const query of ['', '?returnTo=//evil.example&state=x&code=y']) {
      const answer = await person.send(path + query, { method, body });
      expect([answer.status, answer.body.code]).toEqual([
        404,
        'kakao_disabled',
      ]);
      expectErrorShape(answer.body, 404);
    }
    expect(person.cookies).toEqual(before);
    expect((await person.me()).status).toBe(200);
  });

  it.each(ROUTES.filter((route) => route.includes('/link')))(
    'asks who is calling first at %s',
    async (route) => {
      const [method, path] = route.split(' ') as [string, string];
      const answer = await server.client().send(path, { method });
      expect([answer.status, answer.body.code]).toEqual([
        401,
        'access_token_missing',
      ]);
    },
  );
});
