import { MunjigiClient } from '../src/index.js';
import { FakeBrowser } from './fake-browser.js';
import { loggedInWith, PASSWORD } from './logged-in.js';
import { startServer, type TestServer } from '../../test/support/server.js';

describe('the client with answers that are none of the server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  it.each([
    ['no JSON', () => new Response('<html>')],
    ['cut', () => new Response(cut())],
  ])('throws its own error for an answer that is %s', async (_what, answer) => {
    const client = new MunjigiClient({
      baseUrl: server.url,
      fetch: (input) =>
        new URL(input as string, server.url).pathname.endsWith('refresh')
          ? Promise.resolve(nobody())
          : Promise.resolve(answer()),
    });
    await expect(client.call('/healthz')).rejects.toMatchObject({
      name: 'MunjigiError',
      code: 'network',
    });
  });

  it.each(['null', '{}', '{"accessToken":"x","user":{}}'])(
    'takes %s for none at a login, though it comes with a 200',
    async (body) => {
      const fetch = () => Promise.resolve(new Response(body));
      const client = new MunjigiClient({ baseUrl: server.url, fetch });
      const login = client.login({ username: 'a', password: PASSWORD });
      await expect(login).rejects.toMatchObject({
        name: 'MunjigiError',
        code: 'network',
      });
      expect(client.user).toBeUndefined();
    },
  );

  it('renews no token that is of nobody', async () => {
    const { client } = await loggedInWith(new FakeBrowser(server.url));
    expect(await client.renewedToken(`x.${btoa('null')}.y`)).toBeNull();
  });
});

describe('a call that its caller gives up', () => {
  it.each<[string, (aborted: Promise<never>) => Promise<Response>]>([
    ['an answer', (aborted) => aborted],
    ['its body', async (aborted) => new Response(endingWith(aborted))],
  ])('throws the reason for that, waiting for %s', async (_what, answer) => {
    const giving = new AbortController();
    const fetch: typeof globalThis.fetch = async (input) => {
      if (!(input instanceof Request)) return nobody();
      const { signal } = input;
      setImmediate(() => giving.abort(new Error('given up')));
      return answer(
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () =>
            reject(signal.reason as Error),
          );
        }),
      );
    };
    const client = new MunjigiClient({ baseUrl: 'https://a.example', fetch });
    await expect(
      client.call('/healthz', { signal: giving.signal }),
    ).rejects.toThrow('given up');
  });
});

function nobody(): Response {
  return Response.json({ code: 'refresh_token_missing' }, { status: 401 });
}

function endingWith(end: Promise<never>): ReadableStream {
  return new ReadableStream({ start: () => end });
}

function cut(): ReadableStream {
  return new ReadableStream({
    start: (controller) => {
      controller.enqueue(new TextEncoder().encode('{'));
      controller.error(new TypeError('terminated'));
    },
  });
}
