import {
  type FaultName,
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './index.js';

const ME = '/v2/user/me';

let running: RunningKakaoEmulator;
let kakao: KakaoEmulator;

beforeAll(async () => {
  running = await startKakaoEmulator();
  kakao = running.emulator;
  kakao.registerRedirectUri('http://localhost/cb');
});
beforeEach(() => kakao.reset());
afterAll(() => running.close());

function get(path: string, init: RequestInit = {}): Promise<Response> {
  const { accessToken } = kakao.tokenForSdk('minsu');
  const headers = { authorization: `Bearer ${accessToken}` };
  return fetch(running.url + path, { headers, redirect: 'manual', ...init });
}

function redeem(code: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${running.url}/oauth/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: kakao.app.restKey,
      client_secret: kakao.app.clientSecret,
      redirect_uri: 'http://localhost/cb',
      code,
    }),
    ...(signal ? { signal } : {}),
  });
}

it.each([
  ['500', 500, undefined],
  ['429', 429, undefined],
  ['-1', 400, -1],
  ['-10', 400, -10],
  ['-10-as-429', 429, -10],
  ['-101', 400, -101],
  ['-401', 401, -401],
  ['-402', 403, -402],
  ['-9798', 503, -9798],
] as const)('%s answers %i with code %s', async (fault, status, code) => {
  kakao.setFault('me', fault);
  const response = await get(ME);
  expect(response.status).toBe(status);
  const text = await response.text();
  if (code !== undefined) expect(JSON.parse(text)).toMatchObject({ code });
  if (fault === '-402') expect(text).toContain('required_scopes');
});

it('html, null and garbage are answers of 200', async () => {
  kakao.setFault('me', 'html');
  expect(await (await get(ME)).text()).toContain('<!doctype html>');
  kakao.setFault('me', 'null');
  expect(await (await get(ME)).json()).toBeNull();
  kakao.setFault('me', 'garbage');
  const response = await get(ME);
  expect(response.status).toBe(200);
  await expect(response.json()).rejects.toThrow();
});

it('refuse cuts the connection', async () => {
  kakao.setFault('me', 'refuse');
  await expect(get(ME)).rejects.toThrow('fetch failed');
});

it('hang and drip end with the caller’s patience only', async () => {
  kakao.setFault('me', 'hang');
  await expect(get(ME, { signal: AbortSignal.timeout(150) })).rejects.toThrow(
    /timeout/,
  );
  kakao.setFault('me', 'drip');
  const giving = new AbortController();
  const response = await get(ME, { signal: giving.signal });
  expect(response.status).toBe(200);
  const reader = response.body!.getReader();
  await reader.read();
  giving.abort(new Error('out of patience'));
  await expect(reader.read()).rejects.toThrow('out of patience');
});

it('slow answers rightly and late', async () => {
  kakao.setFault('me', 'slow', { delayMs: 120 });
  const began = performance.now();
  expect((await get(ME)).status).toBe(200);
  expect(performance.now() - began).toBeGreaterThan(110);
});

it('huge goes on for 100 MB, and reading them all is noted', async () => {
  kakao.setFault('me', 'huge');
  const reader = (await get(ME)).body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(kakao.wrongdoings).toEqual([]);
  const { byteLength } = await (await get(ME)).arrayBuffer();
  expect(byteLength).toBeGreaterThan(100 * 1024 * 1024);
  expect(kakao.wrongdoings).toEqual([
    'Read an answer of 100 MB from /v2/user/me to its end.',
  ]);
});

it.each([
  ['redirect', 302],
  ['redirect-307', 307],
] as const)(
  '%s leads elsewhere, and following is noted',
  async (fault, status) => {
    kakao.setFault('token', fault);
    kakao.setFault('me', fault);
    const response = await get(ME);
    expect(response.status).toBe(status);
    expect(response.headers.get('location')).toBe(`${running.url}/elsewhere`);
    expect(kakao.wrongdoings).toEqual([]);
    const followed = await get(ME, { redirect: 'follow' });
    expect(await followed.json()).toHaveProperty('access_token');
    expect(kakao.wrongdoings).toEqual([
      'Followed a redirect to another address.',
    ]);
  },
);

it('alters good answers', async () => {
  const info = '/v1/user/access_token_info';
  kakao.setFault('access-token-info', 'wrong-app-id');
  expect(await (await get(info)).json()).toMatchObject({
    id: 2817340951,
    app_id: kakao.secondApp.id,
  });
  kakao.setFault('access-token-info', 'mismatched-id');
  expect(await (await get(info)).json()).toMatchObject({ id: 2817340952 });
  kakao.setFault('me', 'no-id');
  expect(await (await get(ME)).json()).not.toHaveProperty('id');
  kakao.setFault('token', 'no-access-token');
  const response = await redeem(kakao.issueCode('minsu'));
  expect(response.status).toBe(200);
  const body = await response.json();
  expect(body).not.toHaveProperty('access_token');
  expect(body).toHaveProperty('id_token');
});

it('lasts as often as it is told to', async () => {
  kakao.setFault('me', '500', { times: 2 });
  const statuses: number[] = [];
  for (let call = 0; call < 3; call += 1) statuses.push((await get(ME)).status);
  expect(statuses).toEqual([500, 500, 200]);
  kakao.setFault('me', '500');
  kakao.clearFaults();
  expect((await get(ME)).status).toBe(200);
});

it('refuses a switch that would do nothing', () => {
  expect(() => kakao.setFault('me', 'quota-400')).toThrow(/means nothing/);
  expect(() => kakao.setFault('token', '-401')).toThrow(/means nothing/);
});

it.each(['500', 'garbage', 'refuse'] satisfies FaultName[])(
  'a code is spent under %s, and retrying it is noted',
  async (fault) => {
    kakao.setFault('token', fault, { times: 1 });
    const code = kakao.issueCode('minsu');
    await redeem(code).catch(() => undefined);
    const { status } = await redeem(code);
    expect(status).toBe(400);
    expect(kakao.wrongdoings).toEqual([
      'Sent a code again that had failed before: codes are single-use.',
    ]);
  },
);

it('retrying a code after one’s own timeout is noted too', async () => {
  kakao.setFault('token', 'slow', { times: 1, delayMs: 150 });
  const code = kakao.issueCode('minsu');
  const giving = new AbortController();
  const given = redeem(code, giving.signal).catch(() => undefined);
  await expect.poll(() => kakao.calls.token).toBe(1);
  giving.abort();
  await given;
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect((await redeem(code)).status).toBe(400);
  expect(kakao.wrongdoings).toHaveLength(1);
});

it('counts calls and logs requests without secrets', async () => {
  await get(`${ME}?secure_resource=true`);
  kakao.setFault('me', 'refuse');
  await get(ME).catch(() => undefined);
  expect(kakao.calls).toMatchObject({ me: 2, token: 0 });
  expect(kakao.requests).toMatchObject([
    { endpoint: 'me', method: 'GET', path: ME, status: 200 },
    { endpoint: 'me', method: 'GET', path: ME },
  ]);
  expect(kakao.requests[1]).not.toHaveProperty('status');
});

it('notes calls of what does not exist', async () => {
  expect((await get('/v2/user/you?access_token=x')).status).toBe(404);
  expect(kakao.wrongdoings).toEqual([
    'Called GET /v2/user/you, which does not exist.',
  ]);
});
