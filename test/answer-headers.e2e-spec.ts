import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

describe('the headers of every answer', () => {
  let server: TestServer;
  let person: TestClient;
  let answers: Answer[];
  beforeAll(async () => {
    server = await startServer();
    person = server.client();
    answers = [
      await person.register(),
      await person.login(),
      await person.refresh(),
      await person.me(),
      await person.send('/api/auth/sessions'),
      await person.post('/api/auth/token/verify', { token: 'x' }),
      await person.post('/api/auth/login', { username: 'x', password: 'x' }),
      await person.post('/api/auth/register', {}),
      await person.post('/api/auth/login', 'x'.repeat(20_000)),
      await person.post('/api/auth/login', {}, { 'content-type': 'text/xml' }),
      await person.post('/api/auth/login', {}, { 'content-encoding': 'gzip' }),
      await person.post('/api/auth/login', {}, { origin: 'https://evil.kr' }),
      await person.send('/api/nothing'),
      await person.send('/api'),
      await person.send('/api?x=/'),
      await server.client().me(),
      await server.client().refresh(),
      await person.send('/api/users/me', { method: 'HEAD' }),
      await person.post('/api/auth/logout'),
    ];
  });
  afterAll(() => server.close());

  it('forbid to store what is under /api, errors too', () => {
    for (const [index, { headers }] of answers.entries())
      expect(headers.get('cache-control'), `answer ${index}`).toBe('no-store');
  });

  it('forbid to guess types, to frame and to tell where a link was', () => {
    for (const [index, { headers }] of answers.entries()) {
      const type = headers.get('x-content-type-options');
      expect(type, `answer ${index}`).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain(
        "frame-ancestors 'none'",
      );
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    }
  });

  it('carry an id of their own, which errors repeat', () => {
    const ids = answers.map(({ headers }) => headers.get('x-request-id'));
    expect(new Set(ids).size).toBe(answers.length);
    for (const { status, headers, body } of answers)
      if (status >= 400 && body)
        expect(body.requestId).toBe(headers.get('x-request-id'));
  });

  it('do not take the id from the caller', async () => {
    const { headers } = await person.send('/api/nothing', {
      headers: { 'x-request-id': 'mine', 'request-id': 'mine' },
    });
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('forbid to store whatever spelling leads under /api', async () => {
    const person = server.client();
    await person.register();
    const { username, password } = person;
    const login = await person.post('/%61pi/auth/login', {
      username,
      password,
    });
    expect(login.status).toBe(200);
    expect(login.headers.get('cache-control')).toBe('no-store');
  });

  it('say nothing of https on plain http', () => {
    for (const { headers } of answers)
      expect(headers.get('strict-transport-security')).toBeNull();
  });

  it('stand on a preflight too', async () => {
    const { status, headers } = await person.send('/api/auth/login', {
      method: 'OPTIONS',
      headers: {
        origin: 'http://localhost:3000',
        'access-control-request-method': 'POST',
      },
    });
    expect(status).toBe(204);
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
  });
});
