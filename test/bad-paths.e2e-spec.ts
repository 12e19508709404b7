import { expectErrorShape } from './support/error-shape.js';
import { sendRaw } from './support/raw-request.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

describe('bad paths, and the language of the answers', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it.each([
    'x',
    '00000000-0000-0000-0000-00000000000',
    '00000000-0000-4000-8000-000000000000x',
    '00000000-0000-4000-8000-000000000000%00',
    'null',
    "1'%20OR%20'1'='1",
    encodeURIComponent('김민수'),
    'a'.repeat(90),
  ])('DELETE /api/auth/sessions/%s is not valid', async (id) => {
    const path = `/api/auth/sessions/${id}`;
    const { status, body } = await person.send(path, { method: 'DELETE' });
    expect(status).toBe(400);
    expectErrorShape(body, 400);
    expect(body.code).toBe('validation_failed');
    expect(body.details).toEqual([
      { field: 'id', code: 'not_a_uuid', message: 'must be a UUID' },
    ]);
  });

  const paths = [
    ['DELETE', '/api/auth/sessions/%zz'],
    ['GET', '/api/%zz'],
    ['GET', '/%'],
    ['GET', '/api/%c0%af'],
    ['GET', '/api/users/me/%E0%A4%A'],
    ['POST', '/api/auth/login/%zz'],
    ['DELETE', `/api/auth/sessions/${'a'.repeat(3_000)}`],
    ['GET', `/api/${'a'.repeat(9_000)}`],
    ['GET', '/api/../../etc/passwd'],
    ['GET', '//api//users//me'],
    ['GET', '/api/users/me;x=1'],
    ['GET', '/nothing'],
    ['POST', '/api/nothing'],
    ['PUT', '/api/users/me'],
    ['PATCH', '/api/auth/login'],
  ].map(
    ([method, path]) =>
      [`${method} ${path!.slice(0, 40)}`, method!, path!] as const,
  );

  it.each(paths)('%s answers an error of our shape', async (_name, ...line) => {
    const { status, body } = await request(...line);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expectErrorShape(body(), status);
  });

  it.each(paths)(
    '%s carries the headers of every answer',
    async (_name, ...line) => {
      const { head, path } = await request(...line);
      expect(head).toMatch(/^x-request-id: [0-9a-f-]{36}$/im);
      expect(head).toMatch(/^x-content-type-options: nosniff$/im);
      expect(head).toMatch(
        /^access-control-allow-origin: http:\/\/localhost:3000$/im,
      );
      if (path.startsWith('/api'))
        expect(head).toMatch(/^cache-control: no-store$/im);
    },
  );

  it.each([
    ['ko', 'ko'],
    ['ko-KR,ko;q=0.9,en;q=0.8', 'ko'],
    ['fr, ko;q=0.3', 'ko'],
    ['en, ko', 'en'],
    ['ko;q=0.1, en;q=0.9', 'en'],
    ['ko;q=0', 'en'],
    ['fr', 'en'],
    ['*', 'en'],
    ['kok', 'en'],
    ['ko;q=x,,;;=', 'en'],
    [`${'ko,'.repeat(2_000)}`, 'ko'],
  ])('%s is answered in %s', async (header, language) => {
    const { status, body } = await server
      .client()
      .post('/api/auth/register', { more: 1 }, { 'accept-language': header });
    expect(status).toBe(400);
    const korean = /[가-힣]/;
    const messages = [body, ...body.details].map(({ message }) => message);
    for (const message of messages)
      expect(korean.test(message)).toBe(language === 'ko');
  });

  async function request(method: string, path: string) {
    const { status, head, text } = await sendRaw(server.url, {
      method,
      path,
      headers: [
        ['Authorization', `Bearer ${person.accessToken}`],
        ['Origin', 'http://localhost:3000'],
      ],
    });
    return { status, head, path, body: () => JSON.parse(text) };
  }
});
