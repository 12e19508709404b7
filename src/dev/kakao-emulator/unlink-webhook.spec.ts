import Fastify, { type FastifyInstance } from 'fastify';
import {
  type KakaoEmulator,
  type RunningKakaoEmulator,
  startKakaoEmulator,
} from './index.js';

interface Received {
  method: string;
  url: string;
  type: string | undefined;
  authorization: string | undefined;
  body: unknown;
}

let running: RunningKakaoEmulator;
let kakao: KakaoEmulator;
let client: FastifyInstance;
let received: Received[];
let answer: () => Promise<number>;

beforeAll(async () => {
  client = Fastify({ forceCloseConnections: true });
  client.removeAllContentTypeParsers();
  client.addContentTypeParser('*', { parseAs: 'string' }, (_r, body, done) =>
    done(null, body),
  );
  client.all('/hook', async ({ method, url, headers, body }, reply) => {
    const { 'content-type': type, authorization } = headers;
    received.push({ method, url, type, authorization, body });
    return reply.status(await answer()).send();
  });
  const origin = await client.listen({ host: '127.0.0.1', port: 0 });
  running = await startKakaoEmulator({ unlinkWebhookUrl: `${origin}/hook` });
  kakao = running.emulator;
});
beforeEach(() => {
  kakao.reset();
  received = [];
  answer = () => Promise.resolve(200);
});
afterAll(() => Promise.all([running.close(), client.close()]));

const FIELDS = 'user_id=9007199254740993&referrer_type=UNLINK_FROM_APPS';

it('unlinks, and tells by GET, form or JSON', async () => {
  const authorization = `KakaoAK ${kakao.app.adminKey}`;
  const query = `app_id=${kakao.app.id}&${FIELDS}`;
  kakao.tokenForSdk('bigger-id');
  const methods = ['GET', 'form', 'json'] as const;
  for (const method of methods) {
    const delivery = await kakao.sendUnlinkWebhook('bigger-id', { method });
    expect(delivery.status).toBe(200);
    expect(kakao.isLinked('bigger-id')).toBe(false);
  }
  expect(received).toMatchObject([
    { method: 'GET', url: `/hook?${query}`, authorization },
    {
      method: 'POST',
      type: 'application/x-www-form-urlencoded',
      body: query,
      authorization,
    },
    {
      method: 'POST',
      type: 'application/json',
      body: JSON.stringify(Object.fromEntries(new URLSearchParams(query))),
      authorization,
    },
  ]);
  expect(kakao.deliveries).toHaveLength(3);
  expect(kakao.wrongdoings).toEqual([]);
});

it('notes any other answer than 200 to a genuine one', async () => {
  answer = () => Promise.resolve(302);
  await kakao.sendUnlinkWebhook('minsu');
  expect(kakao.wrongdoings).toEqual([
    'Answered 302 to a genuine unlink webhook.',
  ]);
});

it('expects a forged one to be refused', async () => {
  answer = () => Promise.resolve(401);
  const forged = [{ appId: '1' }, { authorization: null }, { userId: 'x' }];
  for (const terms of forged) {
    const { status } = await kakao.sendUnlinkWebhook('minsu', terms);
    expect(status).toBe(401);
  }
  expect(received[1]?.authorization).toBeUndefined();
  expect(kakao.wrongdoings).toEqual([]);
});

it('waits for three seconds', async () => {
  const soon = AbortSignal.timeout(50);
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(soon);
  answer = () => new Promise((resolve) => setTimeout(resolve, 300, 200));
  const { status } = await kakao.sendUnlinkWebhook('minsu');
  expect(timeout).toHaveBeenCalledWith(3000);
  timeout.mockRestore();
  expect(status).toBeUndefined();
  expect(kakao.wrongdoings).toEqual([
    'Answered nothing within 3 s to a genuine unlink webhook.',
  ]);
});
