import { query } from './support/databases.js';
import { claimsOf, refreshWith } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';

const ALPHABET =
  'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Other texts that a lenient reader takes for the same token. */
const SPELLINGS: Record<string, (token: string) => string> = {
  // 43 characters carry 258 bits, the signature has 256: the last two count for nothing.
  'signature with other trailing bits': (token) => {
    const last = ALPHABET.indexOf(token.at(-1)!);
    return token.slice(0, -1) + ALPHABET[last ^ 1];
  },
  'signature with padding': (token) => `${token}=`,
  'every part with padding': (token) => token.replaceAll('.', '=.') + '=',
  'trailing dot': (token) => `${token}.`,
  'fourth part': (token) => `${token}.e30`,
  'percent-encoded dots': (token) => token.replaceAll('.', '%2E'),
  'percent-encoded letter': (token) => token.replace(/^e/, '%65'),
  'percent-encoded space': (token) => `${token}%20`,
  'inner space': (token) => token.replace('.', '. '),
  'other letter case': (token) => token.toUpperCase(),
};

const IN_A_BODY: Record<string, (token: string) => string> = {
  'space in front': (token) => ` ${token}`,
  'space behind': (token) => `${token} `,
  'line feed behind': (token) => `${token}\n`,
  'zero-width space': (token) => `${token}\u200B`,
  'Bearer in front': (token) => `Bearer ${token}`,
};

describe('a refresh token in another spelling', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  afterAll(() => server.close());

  async function arrive() {
    const person = server.client();
    await person.register();
    const old = person.refreshToken!;
    await person.refresh();
    return { old, middle: person.refreshToken!, person };
  }

  function stored(token: string) {
    return query(
      server.databaseUrl,
      'SELECT refresh_tokens FROM users WHERE id = $1',
      [claimsOf(token).sub],
    );
  }

  it.each(Object.entries(SPELLINGS))(
    'is none of ours and changes nothing: %s',
    async (_name, respell) => {
      const { old, middle, person } = await arrive();
      await person.refresh();
      const current = person.refreshToken!;
      const before = await stored(current);
      // The respelled current token must not rotate, nor the older ones count as reuse.
      for (const token of [current, middle, old]) {
        expect(respell(token)).not.toBe(token);
        expect(await refreshWith(server.url, respell(token))).toMatchObject({
          status: 401,
          code: 'refresh_token_invalid',
          setCookie: [],
        });
      }
      expect(await stored(current)).toEqual(before);
      expect((await refreshWith(server.url, current)).status).toBe(200);
    },
  );

  it.each(Object.entries(IN_A_BODY))(
    'is none of ours in a body either: %s',
    async (_name, respell) => {
      const { middle: current } = await arrive();
      const send = (refreshToken: string) =>
        server
          .client()
          .post(
            '/api/auth/refresh',
            { refreshToken },
            { 'x-token-transport': 'body' },
          );
      const answer = await send(respell(current));
      expect(answer.status).toBe(401);
      expect(answer.body.code).toBe('refresh_token_invalid');
      expect((await send(current)).status).toBe(200);
    },
  );

  it('is none of ours when only its claims were changed', async () => {
    const { middle: current } = await arrive();
    const [header, , signature] = current.split('.');
    const claims = { ...claimsOf(current), exp: claimsOf(current).exp + 60 };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    const forged = `${header}.${payload}.${signature}`;
    expect((await refreshWith(server.url, forged)).code).toBe(
      'refresh_token_invalid',
    );
    const none = Buffer.from('{"alg":"none","typ":"rt+jwt"}').toString(
      'base64url',
    );
    expect((await refreshWith(server.url, `${none}.${payload}.`)).code).toBe(
      'refresh_token_invalid',
    );
    expect((await refreshWith(server.url, current)).status).toBe(200);
  });
});
