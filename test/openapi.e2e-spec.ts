import { randomUUID } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { createDatabase } from './support/databases.js';
import { productionEnv } from './support/production.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly needsBearer: boolean;
  readonly statuses: readonly string[];
}

// The routes are all asked one after another, which takes its time on a busy machine.
describe('the OpenAPI document', { timeout: 60_000 }, () => {
  let server: TestServer;

  describe('where docs are on', () => {
    let document: OpenAPIObject;
    let operations: Operation[];
    beforeAll(async () => {
      server = await startServer();
      document = (await server.client().send('/openapi.json')).body;
      operations = operationsOf(document);
    });
    afterAll(() => server.close());

    it('names the routes of the contract', () => {
      expect(operations.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'POST /api/auth/register',
          'POST /api/auth/login',
          'POST /api/auth/refresh',
          'POST /api/auth/logout',
          'POST /api/auth/logout-all',
          'GET /api/auth/sessions',
          'DELETE /api/auth/sessions/{id}',
          'POST /api/auth/token/verify',
          'POST /api/auth/password/change',
          'POST /api/auth/password/forgot',
          'POST /api/auth/password/reset',
          'POST /api/auth/email/verify',
          'POST /api/auth/email/resend',
          'GET /api/auth/kakao',
          'GET /api/auth/kakao/callback',
          'POST /api/auth/kakao',
          'POST /api/auth/kakao/link',
          'POST /api/auth/kakao/link/authorize',
          'DELETE /api/auth/kakao/link',
          'GET /api/auth/kakao/webhooks/unlink',
          'POST /api/auth/kakao/webhooks/unlink',
          'GET /api/users/me',
          'PATCH /api/users/me',
          'DELETE /api/users/me',
          'GET /api/admin/users',
          'GET /api/admin/users/{id}',
          'PATCH /api/admin/users/{id}',
          'DELETE /api/admin/users/{id}',
          'DELETE /api/admin/users/{id}/sessions',
          'GET /api/admin/audit',
          'GET /.well-known/jwks.json',
          'GET /health/live',
          'GET /health/ready',
        ]),
      );
    });

    it('says of each route what it answers to strangers, users and nonsense', async () => {
      for (const operation of operations)
        for (const client of [server.client(), await registered()])
          for (const body of [undefined, {}, { nonsense: true }]) {
            const { status } = await call(operation, client, body);
            const { name, statuses } = operation;
            expect(statuses, `${name} answered`).toContain(String(status));
          }
    });

    it('says of each route whether it needs a Bearer token', async () => {
      for (const operation of operations) {
        const { status, body } = await call(operation, server.client());
        const isClosed = status === 401 && body.code === 'access_token_missing';
        expect(isClosed, operation.name).toBe(operation.needsBearer);
      }
    });

    it('says of each closed route the errors of its guards', () => {
      for (const { name, needsBearer, statuses, method } of operations) {
        if (needsBearer) expect(statuses, name).toContain('401');
        if (method !== 'GET') expect(statuses, name).toContain('403');
        expect(statuses, name).toEqual(expect.arrayContaining(['500', '503']));
      }
    });

    it('says of each limited route that it may refuse', () => {
      const limited = operations.filter(({ statuses }) =>
        statuses.includes('429'),
      );
      expect(limited.map(({ name }) => name)).toEqual(
        expect.arrayContaining([
          'POST /api/auth/register',
          'POST /api/auth/login',
          'POST /api/auth/refresh',
          'POST /api/auth/token/verify',
          'POST /api/auth/password/change',
          'GET /api/auth/kakao/callback',
          'POST /api/auth/kakao',
          'POST /api/auth/kakao/link',
        ]),
      );
    });

    it('describes the members of each answer', async () => {
      const person = await registered();
      const answer = await person.login();
      expect(Object.keys(schema('TokensView')).sort()).toEqual(
        [...Object.keys(answer.body), 'refreshToken'].sort(),
      );
      expect(Object.keys(schema('UserView')).sort()).toEqual(
        Object.keys(answer.body.user).sort(),
      );
      const [session] = (await person.send('/api/auth/sessions')).body;
      expect(Object.keys(schema('SessionView')).sort()).toEqual(
        Object.keys(session).sort(),
      );
    });

    it.each(['/docs', '/docs/'])(
      'is shown by a page at %s whose assets load',
      async (at) => {
        const stranger = server.client();
        const page = await stranger.send(at);
        expect(page.status).toBe(200);
        expect(page.headers.get('content-type')).toMatch(/^text\/html/);
        const assets = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
          ([, path]) => new URL(path!, server.url + at).pathname,
        );
        expect(assets.length).toBeGreaterThan(2);
        for (const path of assets)
          expect((await stranger.send(path)).status, path).toBe(200);
        // What the policy of the page forbids would not run, though it loads.
        expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
      },
    );

    function schema(name: string): object {
      const found = document.components!.schemas![name] as {
        properties: object;
      };
      return found.properties;
    }
  });

  it('is not served where docs are off', async () => {
    server = await startServer({ DOCS: 'off' });
    for (const path of ['/openapi.json', '/docs', '/docs/', '/docs-json']) {
      const { status, body } = await server.client().send(path);
      expect([status, body.code]).toEqual([404, 'not_found']);
    }
    await server.close();
  });

  it('is served in production where that is asked for', async () => {
    const env = productionEnv(await createDatabase(), 0);
    server = await startServer({
      ...env,
      NODE_ENV: 'production',
      RATE_LIMIT: 'on',
      DOCS: 'on',
    });
    expect((await server.client().send('/docs')).status).toBe(200);
    await server.close();
  });

  async function registered(): Promise<TestClient> {
    const person = server.client();
    await person.register();
    return person;
  }
});

function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    METHODS.filter((method) => operations[method]).map((method) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      needsBearer: isBearerOnly(operations[method]!.security ?? []),
      statuses: Object.keys(operations[method]!.responses),
    })),
  );
}

/** Alternatives: an empty one means that nothing is needed. */
function isBearerOnly(security: readonly Record<string, unknown>[]): boolean {
  return security.length > 0 && security.every((scheme) => 'bearer' in scheme);
}

function call(
  { method, path }: Operation,
  client: TestClient,
  body?: unknown,
): Promise<Answer> {
  const sent = method === 'GET' ? undefined : body;
  return client.send(path.replace('{id}', randomUUID()), {
    method,
    body: sent,
  });
}
