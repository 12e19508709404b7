import {
  createHash,
  createPublicKey,
  generateKeyPairSync,
  type JsonWebKey,
  sign,
  verify,
} from 'node:crypto';
import { decodeJwt, forgeJwt } from './support/forged-jwt.js';
import { SECRETS, startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

function makeKey(namedCurve = 'P-256') {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve });
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' });
  return {
    privateKey,
    pem: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
    publicPem: publicKey.export({ type: 'spki', format: 'pem' }) as string,
    // RFC 7638, made here again from its text.
    kid: createHash('sha256')
      .update(JSON.stringify({ crv, kty, x, y }))
      .digest('base64url'),
  };
}

describe('keys of access tokens', () => {
  let server: TestServer;
  let person: TestClient;
  const current = makeKey();
  const old = makeKey();
  const stranger = makeKey();

  describe('with a private key (ES256)', () => {
    beforeAll(async () => {
      server = await startServer({
        JWT_ACCESS_PRIVATE_KEY: current.pem.replaceAll('\n', '\\n'),
        JWT_ACCESS_PUBLIC_KEYS: old.publicPem,
      });
      person = server.client();
      await person.register();
    });
    afterAll(() => server.close());

    it('names the key in the header', () => {
      const { header } = decodeJwt(person.accessToken!);
      expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: current.kid });
    });

    it('publishes what verifies the token, and nothing private', async () => {
      const answer = await server.client().send('/.well-known/jwks.json');
      const { keys } = answer.body as {
        keys: (JsonWebKey & { kid: string })[];
      };
      expect(keys.map(({ kid }) => kid)).toEqual([current.kid, old.kid]);
      for (const key of keys)
        expect(Object.keys(key).sort()).toEqual(
          ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'].sort(),
        );
      const [head, payload, signature] = person.accessToken!.split('.');
      const isGood = verify(
        'sha256',
        Buffer.from(`${head}.${payload}`),
        {
          key: createPublicKey({ key: keys[0]!, format: 'jwk' }),
          dsaEncoding: 'ieee-p1363',
        },
        Buffer.from(signature!, 'base64url'),
      );
      expect(isGood).toBe(true);
    });

    it('lets in who has its token, and token/verify says so', async () => {
      expect((await person.me()).status).toBe(200);
      const token = person.accessToken;
      const answer = await person.post('/api/auth/token/verify', { token });
      expect(answer.body.active).toBe(true);
    });

    it('takes a token of an older key that still verifies', async () => {
      expect(await statusWith(es256(old))).toBe(200);
    });

    it.each([
      ['a key of nobody', () => es256(stranger)],
      ['another key under our kid', () => es256(stranger, current.kid)],
      ['no kid', () => es256(current, '')],
      ['a kid that is a path', () => es256(current, '../../dev/null')],
      ['the public key as HMAC secret', () => hs256(current.publicPem)],
      ['its text as it was given', () => hs256(current.publicPem.trim())],
      ['the HMAC secret', () => hs256(SECRETS.JWT_ACCESS_SECRET)],
      ['alg none', () => forged('none', '')],
      ['no header', () => '.e30.x'],
      [
        'a header that is null',
        () => `${Buffer.from('null').toString('base64url')}.e30.x`,
      ],
    ])('refuses a token with %s', async (_name, make) => {
      expect(await statusWith(make())).toBe(401);
      const token = make();
      const answer = await server
        .client()
        .post('/api/auth/token/verify', { token });
      expect([answer.status, answer.body]).toEqual([200, { active: false }]);
    });
  });

  describe('with secrets', () => {
    afterEach(() => server.close());

    it('publishes nothing', async () => {
      server = await startServer();
      const answer = await server.client().send('/.well-known/jwks.json');
      expect([answer.status, answer.body]).toEqual([200, { keys: [] }]);
    });

    it('signs with the first of a list and takes all of it', async () => {
      const before = SECRETS;
      const after = {
        JWT_ACCESS_SECRET: 'new-access-secret-of-the-tests-0123456789',
        JWT_REFRESH_SECRET: 'new-refresh-secret-of-the-tests-0123456789',
      };
      server = await startServer();
      person = server.client();
      await person.register();
      const { databaseUrl: DATABASE_URL } = server;
      await server.close();

      server = await startServer({
        DATABASE_URL,
        JWT_ACCESS_SECRET: `${after.JWT_ACCESS_SECRET}, ${before.JWT_ACCESS_SECRET}`,
        JWT_REFRESH_SECRET: `${after.JWT_REFRESH_SECRET},${before.JWT_REFRESH_SECRET}`,
      });
      person = Object.assign(server.client(), {
        cookies: person.cookies,
        accessToken: person.accessToken,
      });
      expect((await person.me()).status).toBe(200);
      expect((await person.refresh()).status).toBe(200);
      await server.close();

      // Once the old secrets are gone, what was issued meanwhile still counts.
      server = await startServer({ DATABASE_URL, ...after });
      person = Object.assign(server.client(), {
        cookies: person.cookies,
        accessToken: person.accessToken,
      });
      expect((await person.me()).status).toBe(200);
      expect((await person.refresh()).status).toBe(200);
      await server.close();

      server = await startServer({ DATABASE_URL, ...before });
      person = Object.assign(server.client(), {
        cookies: person.cookies,
        accessToken: person.accessToken,
      });
      expect((await person.me()).body.code).toBe('access_token_invalid');
      expect((await person.refresh()).body.code).toBe('refresh_token_invalid');
    });
  });

  function forged(alg: string, secret: string): string {
    const { payload } = decodeJwt(person.accessToken!);
    return forgeJwt({ alg, typ: 'at+jwt', kid: current.kid }, payload, secret);
  }

  function hs256(secret: string): string {
    return forged('HS256', secret);
  }

  function es256(
    key: typeof current,
    kid: string | undefined = key.kid,
  ): string {
    const { payload } = decodeJwt(person.accessToken!);
    const [head, body] = forgeJwt(
      { alg: 'ES256', typ: 'at+jwt', kid },
      payload,
      '',
    ).split('.');
    const signature = sign('sha256', Buffer.from(`${head}.${body}`), {
      key: key.privateKey,
      dsaEncoding: 'ieee-p1363',
    });
    return `${head}.${body}.${signature.toString('base64url')}`;
  }

  async function statusWith(token: string): Promise<number> {
    const client = Object.assign(server.client(), { accessToken: token });
    return (await client.me()).status;
  }
});
