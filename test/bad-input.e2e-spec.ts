import { gzipSync } from 'node:zlib';
import { expectErrorShape, postRoutes } from './support/error-shape.js';
import { sendBytes, sendRaw } from './support/raw-request.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const JSON_TYPE = ['Content-Type', 'application/json'] as const;
const FIELDS: Record<string, object> = {
  '/api/auth/register': {
    username: 'someone',
    password: 'correct horse',
    nickname: 'Someone',
    email: 'someone@example.com',
  },
  '/api/auth/login': { username: 'someone', password: 'correct horse' },
  '/api/auth/refresh': { refreshToken: 'token' },
  '/api/auth/logout': { refreshToken: 'token' },
  '/api/auth/token/verify': { token: 'token' },
  '/api/auth/password/change': {
    currentPassword: 'x',
    newPassword: 'correct horse battery',
  },
  '/api/auth/password/forgot': { email: 'someone@example.com' },
  '/api/auth/password/reset': {
    token: 'token',
    newPassword: 'correct horse battery',
  },
  '/api/auth/email/verify': { token: 'token' },
  '/api/auth/kakao': { accessToken: 'token' },
  '/api/auth/kakao/link': { accessToken: 'token' },
  '/api/auth/kakao/link/authorize': { returnTo: '/' },
};
/** Takes whatever Kakao sends. */
const WEBHOOK = '/api/auth/kakao/webhooks/unlink';
/** Nobody listens there: what is refused for its form never gets to Kakao. */
const NO_KAKAO = 'http://127.0.0.1:9';
const WRONG_VALUES: readonly unknown[] = [
  null,
  5,
  true,
  {},
  [],
  ['a'],
  { toString: 'x' },
  'a\ud800b',
];
const ROUTES = Object.keys(FIELDS);
const WITHOUT_BODY = ['/api/auth/logout-all', '/api/auth/email/resend'];

describe('bad input', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({
      KAKAO_CLIENT_ID: 'key',
      KAKAO_CLIENT_SECRET: 'secret',
      KAKAO_APP_ID: '1',
      KAKAO_AUTH_URL: NO_KAKAO,
      KAKAO_API_URL: NO_KAKAO,
    });
    person = server.client();
    await person.register();
    // Else each token in a body would be one too many.
    person.cookies.clear();
  });
  afterAll(() => server.close());

  describe.each(ROUTES)('POST %s', (path) => {
    it.each<unknown>([null, [], [{}], 'text', '', 5, true])(
      'refuses the body %j',
      async (body) => expectInvalid(await person.post(path, body)),
    );

    it.each([
      ['a list', '['.repeat(3_000) + ']'.repeat(3_000)],
      ['an object', '{"a":'.repeat(2_500) + '1' + '}'.repeat(2_500)],
    ])('refuses %s nested thousands deep', async (_name, text) => {
      const [member] = Object.keys(FIELDS[path]!);
      const { status, body } = await sendRaw(server.url, {
        path,
        headers: [['Content-Type', 'application/json']],
        body: `{"${member}":${text}}`,
      }).then((answer) => ({
        ...answer,
        body: JSON.parse(answer.text) as { code: string },
      }));
      expect(status).toBe(400);
      expect(body.code).toBe('malformed_body');
    });

    it.each(['unknown', 'constructor', 'hasOwnProperty', 'toString'])(
      'refuses the unknown member %s',
      async (name) => {
        const body = { ...FIELDS[path], [name]: 'x' };
        const answer = await person.post(path, body);
        expectInvalid(answer);
        const [detail] = answer.body.details;
        expect([detail.field, detail.code]).toEqual([name, 'unknown']);
      },
    );

    it('refuses the member __proto__', async () => {
      const text = `{"__proto__":{"a":1},${JSON.stringify(FIELDS[path]).slice(1)}`;
      const { status, code } = await raw(path, text);
      expect(status).toBe(400);
      expect(['malformed_body', 'validation_failed']).toContain(code);
    });

    it.each<unknown>(WRONG_VALUES)(
      'refuses a member that is %j',
      async (value) => {
        for (const name of Object.keys(FIELDS[path]!)) {
          const body = { ...FIELDS[path], [name]: value };
          const answer = await person.post(path, body);
          expectInvalid(answer);
          expect(answer.body.details[0].field).toBe(name);
        }
      },
    );

    it('takes a NUL for text like any other', async () => {
      for (const name of Object.keys(FIELDS[path]!)) {
        const body = { ...FIELDS[path], [name]: 'a\0b\0c\0d\0e' };
        expect((await person.post(path, body)).status).toBeLessThan(500);
      }
    });

    it('lists 20 details at most', async () => {
      const many = Array.from({ length: 60 }, (_value, n) => [`m${n}`, n]);
      const answer = await person.post(path, Object.fromEntries(many));
      expectInvalid(answer);
      expect(answer.body.details).toHaveLength(20);
    });

    it.each([
      ['broken JSON', '{"a":'],
      ['two values', '{}{}'],
      ['single quotes', `{'a':1}`],
      ['nesting without end', '['.repeat(8_000)],
      ['a byte order mark alone', Buffer.from('\uffef', 'latin1')],
      ['bad UTF-8', Buffer.from('{"username":"\xff\xfe"}', 'latin1')],
      ['an overlong slash', Buffer.from('{"username":"\xc0\xaf"}', 'latin1')],
      ['a surrogate as UTF-8', Buffer.from('{"a":"\xed\xa0\x80"}', 'latin1')],
    ])('refuses %s as malformed', async (_name, body) => {
      const { status, code } = await raw(path, body);
      expect([status, code]).toEqual([400, 'malformed_body']);
    });

    it('survives deep nesting', async () => {
      const deep = `${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}`;
      expect((await raw(path, `{"username":${deep}}`)).status).toBe(400);
    });

    it('refuses more than 16 KiB', async () => {
      const body = { ...FIELDS[path], more: 'x'.repeat(17 * 1024) };
      const { status, body: answer } = await person.post(path, body);
      expect([status, answer.code]).toEqual([413, 'payload_too_large']);
    });

    it.each(['gzip', 'deflate', 'br', 'unknown', 'identity, gzip'])(
      'refuses the Content-Encoding %s',
      async (encoding) => {
        const packed = gzipSync(JSON.stringify(FIELDS[path]));
        const header = ['Content-Encoding', encoding] as const;
        const { status, code } = await raw(path, packed, [JSON_TYPE, header]);
        expect([status, code]).toEqual([415, 'unsupported_media_type']);
      },
    );

    it.each([
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
      'nonsense',
      undefined,
    ])('refuses the content type %s', async (type) => {
      const headers = type ? [['Content-Type', type] as const] : [];
      const text = JSON.stringify(FIELDS[path]);
      const { status, code } = await raw(path, text, headers);
      expect([status, code]).toEqual([415, 'unsupported_media_type']);
    });
  });

  it('knows every POST route there is', () => {
    // A feature's own routes are its own business.
    const ours = postRoutes(server.app).filter((path) =>
      path.startsWith('/api/auth/'),
    );
    expect(ours).toEqual([...ROUTES, ...WITHOUT_BODY, WEBHOOK].sort());
  });

  describe.each(WITHOUT_BODY)('POST %s', (path) => {
    it.each(
      [null, [], [{}], 'text', 5, { unknown: 'x' }].map((body) => [body]),
    )('refuses the body %j', async (body) =>
      expectInvalid(await person.post(path, body)),
    );
  });

  it.each(['/api/auth/refresh', '/api/auth/logout'])(
    '%s takes an empty body with a JSON content type, as axios sends it',
    async (path) => {
      const someone = server.client();
      await someone.register();
      const headers = { 'content-type': 'application/json' };
      const { status } = await someone.post(path, undefined, headers);
      expect(status).toBe(path.endsWith('refresh') ? 200 : 204);
    },
  );

  it('takes identity and a charset for what they are', async () => {
    const text = JSON.stringify({ token: 'x' });
    const { status } = await raw('/api/auth/token/verify', text, [
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Content-Encoding', 'identity'],
    ]);
    expect(status).toBe(200);
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['zeros', Buffer.alloc(64)],
    ['TLS', Buffer.from('160301020001', 'hex')],
    [
      'a bad length',
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n',
    ],
    [
      'two lengths',
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n{}',
    ],
    [
      'a bad chunk',
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
    ],
    [
      'a body cut short',
      'POST /api/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
    ],
    [
      'headers of 20 KiB',
      `GET /api/users/me HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_480)}\r\n\r\n`,
    ],
    ['an unknown method', 'BREW /api/users/me HTTP/1.1\r\nHost: a\r\n\r\n'],
  ])('survives %s on the wire', async (_name, bytes) => {
    const { status } = await sendBytes(server.url, bytes);
    expect(status).toBeLessThan(500);
    expect((await person.me()).status).toBe(200);
  });

  async function raw(
    path: string,
    body: string | Buffer,
    headers: (readonly [string, string])[] = [JSON_TYPE],
  ) {
    const bearer = ['Authorization', `Bearer ${person.accessToken}`] as const;
    const answer = await sendRaw(server.url, {
      path,
      body,
      headers: [...headers, bearer],
    });
    const parsed = JSON.parse(answer.text || '{}');
    if (answer.status >= 400) expectErrorShape(parsed, answer.status);
    return { status: answer.status, code: parsed.code as string };
  }
});

function expectInvalid({ status, body }: Answer): void {
  expect([status, body.code]).toEqual([400, 'validation_failed']);
  expectErrorShape(body, status);
}
