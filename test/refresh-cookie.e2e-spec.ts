import { startServer, type TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

describe('the refresh cookie', () => {
  let server: TestServer;
  const https = { PUBLIC_URL: 'https://api.example.com' };

  describe('on plain http', () => {
    let lines: [set: string, cleared: string];
    beforeAll(async () => {
      server = await startServer();
      lines = await setAndCleared();
    });
    afterAll(() => server.close());

    it('is called refresh_token', () => {
      for (const line of lines) expect(line).toMatch(/^refresh_token=/);
    });

    it('is out of reach of scripts', () => {
      for (const line of lines) expect(line).toMatch(/; HttpOnly(;|$)/);
    });

    it('is sent by no other site', () => {
      for (const line of lines) expect(line).toMatch(/; SameSite=Strict(;|$)/);
    });

    it('belongs to the whole host, and to no other', () => {
      for (const line of lines) {
        expect(line).toMatch(/; Path=\/(;|$)/);
        expect(line).not.toMatch(/domain/i);
      }
    });

    it('is not Secure, or it would never come back', () => {
      for (const line of lines) expect(line).not.toMatch(/secure/i);
    });

    it('lives as long as the token in it', async () => {
      const maxAge = Number(/Max-Age=(\d+)/.exec(lines[0])![1]);
      expect(maxAge).toBeGreaterThan(7 * 86_400 - 10);
      expect(maxAge).toBeLessThanOrEqual(7 * 86_400);
      expect(lines[1]).toMatch(/^refresh_token=;.*Max-Age=0/);
    });

    it('lives no longer than the session when its absolute end is near', async () => {
      const person = server.client();
      await person.register();
      for (let day = 0; day < 28; day += 4) {
        server.clock.advance(4 * 86_400_000);
        await person.refresh();
      }
      const [line] = (await person.refresh()).headers.getSetCookie();
      const maxAge = Number(/Max-Age=(\d+)/.exec(line!)![1]);
      expect(maxAge).toBeLessThanOrEqual(2 * 86_400);
      expect(maxAge).toBeGreaterThan(2 * 86_400 - 60);
    });
  });

  describe('on https', () => {
    afterEach(() => server.close());

    it.each(['strict', 'lax', 'none'])(
      'is Secure and __Host-, with SameSite %s as configured',
      async (sameSite) => {
        server = await startServer({ ...https, COOKIE_SAMESITE: sameSite });
        for (const line of await setAndCleared()) {
          expect(line).toMatch(/^__Host-refresh_token=/);
          expect(line).toMatch(/; Secure(;|$)/);
          expect(line).toMatch(/; HttpOnly(;|$)/);
          expect(line).toMatch(/; Path=\/(;|$)/);
          expect(line).not.toMatch(/domain/i);
          expect(line).toMatch(new RegExp(`; SameSite=${sameSite}(;|$)`, 'i'));
        }
      },
    );

    it('is refreshed, and a cookie of the plain name is none', async () => {
      server = await startServer(https);
      const person = server.client();
      await person.register();
      expect((await person.refresh()).status).toBe(200);
      const planted = person.cookies.get('__Host-refresh_token')!;
      person.cookies.clear();
      person.cookies.set('refresh_token', planted);
      const { body } = await person.refresh();
      expect(body.code).toBe('refresh_token_missing');
    });

    it('tells browsers to come by https only', async () => {
      server = await startServer(https);
      const { headers } = await server.client().me();
      expect(headers.get('strict-transport-security')).toMatch(
        /max-age=31536000/,
      );
    });

    it('can be Lax on http too', async () => {
      server = await startServer({ COOKIE_SAMESITE: 'lax' });
      const [line] = await setAndCleared();
      expect(line).toMatch(/; SameSite=Lax(;|$)/);
    });
  });

  async function setAndCleared(): Promise<[string, string]> {
    const person = server.client();
    const answers = [
      await person.register(),
      await person.post('/api/auth/logout'),
    ];
    return answers.map(onlyCookie) as [string, string];
  }
});

function onlyCookie({ headers }: Answer): string {
  const lines = headers.getSetCookie();
  expect(lines).toHaveLength(1);
  return lines[0]!;
}
