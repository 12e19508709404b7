import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const OWN = 'http://localhost:3000';
const WEB = 'https://app.example.com';
const FURTHER = 'http://localhost:5173';

const FOREIGN = [
  'null',
  'https://evil.example',
  'http://app.example.com',
  'https://sub.app.example.com',
  'https://app.example.com.evil.example',
  'https://evilapp.example.com',
  'https://app.example.com:444',
  'https://app.example.com:443',
  'https://app.example.com.',
  'https://app.example.com/',
  'https://APP.example.com',
  'HTTPS://app.example.com',
  'https://app.example.com, https://app.example.com',
  'https://user@app.example.com',
  'http://localhost',
  'http://localhost:3001',
  'https://localhost:3000',
  'http://127.0.0.1:3000',
  'file://',
  '*',
];

describe('requests from other sites', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({
      WEB_URL: WEB,
      FRONTEND_ORIGINS: `${FURTHER}, https://other.example.com/`,
    });
  });
  beforeEach(async () => {
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it.each([OWN, WEB, FURTHER, 'https://other.example.com'])(
    'from %s are let in, and told so',
    async (origin) => {
      const headers = { origin, 'sec-fetch-site': 'cross-site' };
      const answer = await person.post('/api/auth/refresh', undefined, headers);
      expect(answer.status).toBe(200);
      expect(corsOf(answer)).toEqual([origin, 'true']);
    },
  );

  it.each(FOREIGN)('from %s are refused and change nothing', async (origin) => {
    const before = person.refreshToken;
    const changes = [
      person.post('/api/auth/refresh', undefined, { origin }),
      person.post('/api/auth/logout', undefined, { origin }),
      person.post('/api/auth/logout-all', undefined, { origin }),
      person.post('/api/auth/login', {}, { origin }),
      person.post('/api/auth/register', {}, { origin }),
    ];
    for (const answer of await Promise.all(changes)) {
      expect([answer.status, answer.body.code]).toEqual([
        403,
        'origin_not_allowed',
      ]);
      expect(answer.headers.getSetCookie()).toEqual([]);
      expect(corsOf(answer)).toEqual([null, null]);
    }
    expect(person.refreshToken).toBe(before);
    expect((await person.me()).status).toBe(200);
  });

  it('are refused without an Origin when the browser says cross-site', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    for (const path of ['/api/auth/logout', '/api/auth/refresh']) {
      const { status, body } = await person.post(path, undefined, headers);
      expect([status, body.code]).toEqual([403, 'origin_not_allowed']);
    }
    expect((await person.me()).status).toBe(200);
  });

  it.each(['same-origin', 'same-site', 'none', undefined])(
    'without an Origin and %s are no such thing',
    async (site) => {
      const headers = site ? { 'sec-fetch-site': site } : undefined;
      const answer = await person.post('/api/auth/refresh', undefined, headers);
      expect(answer.status).toBe(200);
    },
  );

  it('may DELETE nothing', async () => {
    const [session] = (await person.send('/api/auth/sessions')).body;
    const answer = await person.send(`/api/auth/sessions/${session.id}`, {
      method: 'DELETE',
      headers: { origin: 'https://evil.example' },
    });
    expect(answer.status).toBe(403);
    expect((await person.me()).status).toBe(200);
  });

  it('may read what needs no cookie, without being told they may', async () => {
    const headers = {
      origin: 'https://evil.example',
      'sec-fetch-site': 'cross-site',
    };
    const answer = await person.send('/api/users/me', { headers });
    expect(answer.status).toBe(200);
    expect(corsOf(answer)).toEqual([null, null]);
  });

  it('are told the allowed origin on errors too', async () => {
    const headers = { origin: WEB };
    const stranger = server.client();
    const answers = [
      await stranger.send('/api/users/me', { headers }),
      await stranger.send('/api/nothing', { headers }),
      await stranger.post('/api/nothing', {}, headers),
      await stranger.post('/api/auth/register', {}, headers),
      await stranger.post('/api/auth/login', 'x'.repeat(17_000), headers),
      await stranger.post(
        '/api/auth/login',
        {},
        { ...headers, 'content-encoding': 'gzip' },
      ),
      await stranger.post(
        '/api/auth/login',
        {},
        { ...headers, 'content-type': 'text/plain' },
      ),
    ];
    expect(answers.map(({ status }) => status)).toEqual([
      401, 404, 404, 400, 413, 415, 415,
    ]);
    for (const answer of answers) {
      expect(corsOf(answer)).toEqual([WEB, 'true']);
      expect(answer.headers.get('vary')).toMatch(/origin/i);
      expect(answer.headers.get('access-control-expose-headers')).toMatch(
        /x-request-id/i,
      );
    }
  });

  it.each(['/api/auth/refresh', '/api/nothing', '/api/users/me'])(
    'get an answer to the preflight of %s',
    async (path) => {
      const preflight = (origin: string) =>
        person.send(path, {
          method: 'OPTIONS',
          headers: {
            origin,
            'access-control-request-method': 'DELETE',
            'access-control-request-headers':
              'authorization,content-type,x-token-transport',
          },
        });
      const allowed = await preflight(FURTHER);
      expect(allowed.status).toBe(204);
      expect(corsOf(allowed)).toEqual([FURTHER, 'true']);
      const { headers } = allowed;
      expect(headers.get('access-control-allow-methods')).toMatch(/DELETE/);
      for (const name of ['Authorization', 'Content-Type', 'X-Token-Transport'])
        expect(headers.get('access-control-allow-headers')).toContain(name);
      expect(corsOf(await preflight('https://evil.example'))[0]).toBeNull();
    },
  );
});

function corsOf({ headers }: { headers: Headers }): (string | null)[] {
  const origin = headers.get('access-control-allow-origin');
  // Without an origin the other header opens nothing.
  const credentials = headers.get('access-control-allow-credentials');
  return [origin, origin && credentials];
}
