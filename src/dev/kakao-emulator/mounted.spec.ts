import Fastify, { type FastifyInstance } from 'fastify';
import { KakaoBrowser, KakaoEmulator } from './index.js';

const CALLBACK = 'http://localhost:3000/callback';
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; form-action 'self'";

let host: FastifyInstance;
let origin: string;
let kakao: KakaoEmulator;

/** A host as strict as ours: JSON only, its own headers and errors. */
beforeAll(async () => {
  host = Fastify({ forceCloseConnections: true });
  host.removeAllContentTypeParsers();
  host.addContentTypeParser('application/json', { parseAs: 'buffer' }, () =>
    Promise.reject(new Error('not for the emulator')),
  );
  host.addHook('onRequest', (_request, reply, done) => {
    void reply.header('Content-Security-Policy', POLICY);
    done();
  });
  host.post('/own', () => 'unreachable');
  kakao = new KakaoEmulator({
    baseUrl: 'http://127.0.0.1/dev/kakao',
    app: { redirectUris: { rest: [CALLBACK], javascript: [], native: [] } },
  });
  await host.register(kakao.plugin, { prefix: '/dev/kakao' });
  origin = await host.listen({ host: '127.0.0.1', port: 0 });
  kakao.reachableAt(`${origin}/dev/kakao`);
});
beforeEach(() => kakao.reset());
afterAll(() => host.close());

function control(name: string, fields: unknown, type = 'application/json') {
  return fetch(`${kakao.baseUrl}/control/${name}`, {
    method: 'POST',
    headers: { 'content-type': type },
    body: JSON.stringify(fields),
  });
}

async function logIn(browser: KakaoBrowser): Promise<string> {
  const query = new URLSearchParams({
    client_id: kakao.app.restKey,
    redirect_uri: CALLBACK,
    response_type: 'code',
    state: 's',
    nonce: 'n',
  });
  const address = `${kakao.baseUrl}/oauth/authorize?${query}`;
  const location = await browser.logIn(address, 'minsu');
  return new URL(location).searchParams.get('code') ?? '';
}

it('serves a whole login under a prefix, in its own way', async () => {
  const browser = new KakaoBrowser();
  const code = await logIn(browser);
  expect(await logIn(browser)).not.toBe(code);
  const response = await fetch(`${kakao.baseUrl}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: kakao.app.restKey,
      client_secret: kakao.app.clientSecret,
      redirect_uri: CALLBACK,
      code,
    }),
  });
  expect(response.status).toBe(200);
  const { access_token } = (await response.json()) as { access_token: string };
  const me = await fetch(`${kakao.baseUrl}/v2/user/me`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  expect(await me.json()).toMatchObject({ id: 2817340951 });
  expect(kakao.wrongdoings).toEqual([]);
});

it('keeps its cookie to its prefix', async () => {
  const query = `client_id=${kakao.app.restKey}&redirect_uri=${encodeURIComponent(CALLBACK)}&response_type=code`;
  const { headers } = await fetch(
    `${kakao.baseUrl}/oauth/authorize/choose?${query}&emulator_person=minsu`,
    { redirect: 'manual' },
  );
  expect(headers.get('set-cookie')).toContain('; Path=/dev/kakao;');
});

it('leaves the host as strict as it was', async () => {
  const response = await fetch(`${origin}/own`, {
    method: 'POST',
    body: new URLSearchParams({ a: 'b' }),
  });
  expect(response.status).toBe(415);
  expect(response.headers.get('content-security-policy')).toBe(POLICY);
});

describe('the control routes', () => {
  it('set and clear faults', async () => {
    const fault = { endpoint: 'me', fault: '-9798', times: 1 };
    expect((await control('faults', fault)).status).toBe(200);
    const me = () => fetch(`${kakao.baseUrl}/v2/user/me`);
    expect((await me()).status).toBe(503);
    expect((await me()).status).toBe(401);
    await control('faults', { ...fault, times: undefined });
    await control('clear-faults', {});
    expect((await me()).status).toBe(401);
  });

  it('refuse what is no fault, and what is not JSON', async () => {
    const wrong = { endpoint: 'me', fault: 'constructor' };
    expect((await control('faults', wrong)).status).toBe(400);
    const useless = { endpoint: 'me', fault: 'quota-400' };
    expect((await control('faults', useless)).status).toBe(400);
    expect((await control('reset', {}, 'text/plain')).status).toBe(415);
  });

  it('show what happened', async () => {
    await fetch(`${kakao.baseUrl}/nowhere`);
    const overview = await fetch(`${kakao.baseUrl}/control`);
    expect(await overview.json()).toMatchObject({
      wrongdoings: [expect.stringContaining('/dev/kakao/nowhere')],
    });
  });
});

it('closes in time although a call hangs', async () => {
  const other = Fastify();
  const hanging = new KakaoEmulator({ baseUrl: 'http://127.0.0.1/k' });
  await other.register(hanging.plugin, { prefix: '/k' });
  const url = await other.listen({ host: '127.0.0.1', port: 0 });
  hanging.setFault('me', 'hang');
  const call = fetch(`${url}/k/v2/user/me`).catch(() => 'cut');
  await expect.poll(() => hanging.calls.me).toBeGreaterThan(0);
  await other.close();
  expect(await call).toBe('cut');
});

it('does not come to be in production', () => {
  const options = { baseUrl: 'http://x', environment: 'production' };
  expect(() => new KakaoEmulator(options)).toThrow(/never to run/);
});
