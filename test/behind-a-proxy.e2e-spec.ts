import { decodeJwt } from './support/forged-jwt.js';
import { sendRaw } from './support/raw-request.js';
import { startServer, type TestServer } from './support/server.js';

describe('what a proxy or a caller says of a request', () => {
  let server: TestServer;
  afterEach(() => server.close());

  it('about the host changes nothing', async () => {
    server = await startServer();
    const person = server.client();
    const forwarded = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example;proto=https',
      'x-original-url': '/api/users/me',
    };
    await person.register();
    const login = await person.post(
      '/api/auth/login',
      { username: person.username, password: person.password },
      forwarded,
    );
    const { payload } = decodeJwt(login.body.accessToken);
    expect(payload.iss).toBe('http://localhost:3000');
    expect(login.headers.getSetCookie()[0]).toMatch(/^refresh_token=/);
    expect(login.headers.getSetCookie()[0]).not.toMatch(/secure/i);
    expect(login.text).not.toContain('evil');

    const spoofed = await sendRaw(server.url, {
      path: '/api/auth/logout',
      headers: [
        ['Host', 'evil.example'],
        ['Origin', 'http://evil.example'],
      ],
    });
    // Two Host lines are no request; with one the origin is still a stranger's.
    expect([400, 403]).toContain(spoofed.status);
    const own = await person.post('/api/auth/logout', undefined, {
      ...forwarded,
      origin: 'https://evil.example',
    });
    expect(own.status).toBe(403);
  });

  it.each([
    ['0', '1.2.3.4', '127.0.0.1'],
    ['0', '1.2.3.4, 5.6.7.8', '127.0.0.1'],
    ['1', undefined, '127.0.0.1'],
    ['1', '5.6.7.8', '5.6.7.8'],
    ['1', '1.2.3.4, 5.6.7.8', '5.6.7.8'],
    ['2', '1.2.3.4, 5.6.7.8', '1.2.3.4'],
    ['2', '9.9.9.9, 1.2.3.4, 5.6.7.8', '1.2.3.4'],
    ['2', '5.6.7.8', '5.6.7.8'],
    ['1', '2001:db8::1', '2001:db8::1'],
    ['1', '::ffff:5.6.7.8', '5.6.7.8'],
    ['1', '<script>', '127.0.0.1'],
    ['1', '5.6.7.8, unknown', '127.0.0.1'],
    ['1', `1.2.3.4, ${'x'.repeat(500)}`, '127.0.0.1'],
  ])(
    'with %s trusted proxies X-Forwarded-For: %s means the caller is %s',
    async (hops, header, ip) => {
      server = await startServer({ TRUSTED_PROXY_HOPS: hops });
      const person = server.client();
      await person.register();
      const { username, password } = person;
      const login = await person.post(
        '/api/auth/login',
        { username, password },
        header ? { 'x-forwarded-for': header } : undefined,
      );
      expect(login.status).toBe(200);
      const sessions = (await person.send('/api/auth/sessions')).body;
      const current = sessions.find(
        (session: { current: boolean }) => session.current,
      );
      expect(current.ip).toBe(ip);
    },
  );
});
