import { expectWait, statusesOf } from './support/limited.js';
import { sendRaw } from './support/raw-request.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const LIMIT = 30;
const FIVE_MINUTES = 300_000;
const VERIFY = '/api/auth/token/verify';

describe('failing from an address', () => {
  let server: TestServer;
  let person: TestClient;

  describe('behind a proxy', () => {
    let address: string;
    beforeAll(async () => {
      server = await startServer({
        RATE_LIMIT: 'on',
        TRUSTED_PROXY_HOPS: '1',
        ACCESS_TOKEN_TTL: '1d',
      });
      server.clock.freeze();
      address = nextAddress();
      person = server.client();
      await post('/api/auth/register', {
        username: 'known-to-all',
        password: 'correct horse battery',
      });
    });
    beforeEach(() => {
      address = nextAddress();
    });
    afterAll(() => server.close());

    const doors: [string, number, (time: number) => Promise<Answer>][] = [
      ['login', 401, (time) => logIn(`nobody-${time}`)],
      ['refresh', 401, () => post('/api/auth/refresh', {}, 'not.a.token')],
      ['token/verify', 200, () => post(VERIFY, { token: 'not.a.token' })],
    ];

    it.each(doors)(
      'at %s ends after thirty times, for five minutes from the first',
      async (_door, status, knock) => {
        for (let time = 0; time < LIMIT; time += 1)
          expect((await knock(time)).status).toBe(status);
        server.clock.advance(FIVE_MINUTES - 20_000);
        for (const _ of [1, 2, 3]) expectWait(await knock(LIMIT), 20);
        server.clock.advance(20_000);
        expect((await knock(LIMIT)).status).toBe(status);
      },
    );

    it('at one door leaves the other doors and addresses open', async () => {
      await fail(LIMIT);
      expectWait(await verify('x'), 300);
      expect((await logIn('known-to-all')).status).toBe(200);
      expect((await person.me()).status).toBe(200);
      address = nextAddress();
      expect((await verify('x')).status).toBe(200);
    });

    it('is no success, no slip of form and no page load of a guest', async () => {
      const origin = { origin: 'https://evil.example' };
      for (let time = 0; time < LIMIT + 1; time += 1) {
        expect((await verify(person.accessToken!)).body.active).toBe(true);
        expect((await post(VERIFY, {})).status).toBe(400);
        const foreign = await post(VERIFY, { token: 'x' }, undefined, origin);
        expect(foreign.status).toBe(403);
        const guest = await post('/api/auth/refresh');
        expect(guest.body.code).toBe('refresh_token_missing');
      }
      expect((await logIn('known-to-all')).status).toBe(200);
    });

    it('is possible thirty times, though two hundred try at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => verify('not.a.token')),
      );
      expect(statusesOf(answers)).toEqual({ 200: LIMIT, 429: 170 });
    });

    it('does not refuse two hundred colleagues who come at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 200 }, () => verify(person.accessToken!)),
      );
      expect(statusesOf(answers)).toEqual({ 200: 200 });
    });

    it('is answered in the language and to the site of the caller', async () => {
      await fail(LIMIT);
      const { status, body, headers } = await post(
        VERIFY,
        { token: 'x' },
        undefined,
        { origin: 'http://localhost:3000', 'accept-language': 'ko' },
      );
      expect([status, body.code]).toEqual([429, 'rate_limited']);
      expect(body.message).toMatch(/[가-힣]/);
      expect(headers.get('access-control-allow-origin')).toBe(
        'http://localhost:3000',
      );
      expect(headers.get('access-control-expose-headers')).toMatch(
        /retry-after/i,
      );
      expect(headers.get('cache-control')).toBe('no-store');
    });

    it('counts the address that the proxy saw, whatever the caller put before it', async () => {
      const own = address;
      for (let time = 0; time < LIMIT; time += 1) {
        address = `172.16.0.${time}, ${own}`;
        await fail(1);
      }
      expectWait(await verify('x'), 300);
      address = `${own}, ${nextAddress()}`;
      await fail(1);
    });

    it('counts IPv6 by the network that somebody is given', async () => {
      for (let time = 0; time < LIMIT; time += 1) {
        address = `2001:db8:0:7:${time.toString(16)}::${time + 1}`;
        await fail(1);
      }
      address = '2001:db8:0:7:ffff:ffff:ffff:ffff';
      expectWait(await verify('x'), 300);
      address = '2001:db8:0:8::1';
      await fail(1);
    });

    it('takes IPv4 in the clothes of IPv6 for what it is', async () => {
      const own = address;
      await fail(LIMIT);
      address = `::ffff:${own}`;
      expectWait(await verify('x'), 300);
    });

    it('counts by the address alone where the proxy adds the port', async () => {
      const own = address;
      for (let time = 0; time < LIMIT; time += 1) {
        address = `${own}:${4_000 + time}`;
        await fail(1);
      }
      expectWait(await verify('x'), 300);
      address = `${nextAddress()}:4000`;
      await fail(1);
    });

    it('ends registering after thirty accounts in an hour, not after failures', async () => {
      const register = (username: string) =>
        post('/api/auth/register', {
          username,
          password: 'correct horse battery',
        });
      for (const _ of [1, 2, 3])
        expect((await register('known-to-all')).status).toBe(409);
      for (let time = 0; time < LIMIT; time += 1)
        expect((await register(`member-${time}`)).status).toBe(201);
      expectWait(await register('one-too-many'), 3_600);
      server.clock.advance(3_600_000);
      expect((await register('one-too-many')).status).toBe(201);
    });

    function verify(token: string): Promise<Answer> {
      return post(VERIFY, { token });
    }

    async function fail(times: number): Promise<void> {
      for (let time = 0; time < times; time += 1)
        expect((await verify('not.a.token')).body).toEqual({ active: false });
    }

    function logIn(username: string): Promise<Answer> {
      const password = 'correct horse battery';
      return post('/api/auth/login', { username, password });
    }

    function post(
      path: string,
      body?: object,
      refreshToken?: string,
      headers: Record<string, string> = {},
    ): Promise<Answer> {
      const who = path.endsWith('register') ? person : server.client();
      return who.post(path, body, {
        'x-forwarded-for': address,
        ...(refreshToken && { cookie: `refresh_token=${refreshToken}` }),
        ...headers,
      });
    }
  });

  describe('by itself', () => {
    beforeEach(async () => {
      server = await startServer({ RATE_LIMIT: 'on' });
      server.clock.freeze();
    });
    afterEach(() => server.close());

    it('is counted by the connection, whatever a header says', async () => {
      const names = [
        'X-Forwarded-For',
        'Forwarded',
        'X-Real-IP',
        'X-Client-IP',
        'X-Cluster-Client-IP',
        'X-Originating-IP',
        'X-Remote-IP',
        'X-Remote-Addr',
        'CF-Connecting-IP',
        'True-Client-IP',
        'Fastly-Client-IP',
        'Via',
      ];
      for (let time = 0; time < LIMIT; time += 1)
        await knock(names[time % names.length]!, `203.0.113.${time}`, 200);
      for (const name of names) await knock(name, '198.51.100.1', 429);
      await knock('Forwarded', 'for=198.51.100.2', 429);
    });

    it('is counted by the route, however the path is spelled', async () => {
      const spellings = [
        VERIFY,
        `${VERIFY}?x=1`,
        `${VERIFY}#x`,
        '/api/auth/token/%76erify',
        '/api/%61uth/token/verify',
        `${VERIFY}/`,
        '/api/auth//token/verify',
        '/API/auth/token/verify',
        '/api/auth/./token/verify',
        `${VERIFY};x=1`,
        `${VERIFY}%00`,
        `${VERIFY}%2f`,
      ];
      const before = await Promise.all(spellings.map((path) => knockAt(path)));
      const reached = spellings.filter((_, at) => before[at] === 200);
      expect(reached.length).toBeGreaterThanOrEqual(4);
      for (let time = reached.length; time < LIMIT; time += 1)
        expect(await knockAt(VERIFY)).toBe(200);
      const after = await Promise.all(spellings.map((path) => knockAt(path)));
      expect(after).toEqual(
        before.map((status) => (status === 200 ? 429 : status)),
      );
      expect(new Set(before)).toEqual(new Set([200, 404]));
    });

    async function knock(name: string, value: string, expected: number) {
      const answer = await server
        .client()
        .post(VERIFY, { token: 'x' }, { [name]: value });
      expect(answer.status, name).toBe(expected);
    }

    async function knockAt(path: string): Promise<number> {
      const { status } = await sendRaw(server.url, {
        path,
        headers: [['Content-Type', 'application/json']],
        body: '{"token":"x"}',
      });
      return status;
    }
  });
});

let addresses = 0;
function nextAddress(): string {
  addresses += 1;
  return `10.1.0.${addresses}`;
}
