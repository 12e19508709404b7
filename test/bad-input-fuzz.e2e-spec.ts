import fc from 'fast-check';
import { expectErrorShape, postRoutes } from './support/error-shape.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const MEMBERS = ['username', 'password', 'nickname', 'email', 'token'];
const MORE = ['refreshToken', 'newPassword', 'currentPassword', '__proto__'];

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.constantFrom('\0', '\ud800', 'ﷺ'.repeat(40), 'a'.repeat(10_000)),
);
const value = fc.oneof(text, fc.jsonValue({ maxDepth: 4 }));
const likely = fc.dictionary(fc.constantFrom(...MEMBERS, ...MORE), value);
const body = fc.oneof(likely, fc.jsonValue({ maxDepth: 5 }));
const header = fc.string({ unit: fc.constantFrom(...'aA1 .,;=/"*ko') });

describe('arbitrary input', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer();
    person = server.client();
    await person.register();
    person.cookies.clear();
  });
  afterAll(() => server.close());

  it('is answered without a server error, and in one shape, by every POST route', async () => {
    const paths = postRoutes(server.app);
    const path = fc.constantFrom(
      ...paths.filter((name) => !name.endsWith('logout-all')),
    );
    await fc.assert(
      fc.asyncProperty(path, body, fc.boolean(), async (to, json, asBody) => {
        const headers = asBody ? { 'x-token-transport': 'body' } : undefined;
        // A logout would end the session that the other routes need.
        const isLogout = to.endsWith('logout');
        const client = isLogout ? server.client() : person.copy();
        expectAnswer(await client.post(to, json, headers));
      }),
      { numRuns: 400 },
    );
    expect((await person.me()).status).toBe(200);
  });

  it('in headers is answered without a server error', async () => {
    const names = ['cookie', 'authorization', 'origin', 'accept-language'];
    const more = ['user-agent', 'x-forwarded-for', 'x-token-transport'];
    const headers = fc.dictionary(fc.constantFrom(...names, ...more), header);
    const path = fc.constantFrom(...postRoutes(server.app));
    await fc.assert(
      fc.asyncProperty(path, headers, async (to, given) => {
        expectAnswer(await server.client().post(to, {}, given));
      }),
      { numRuns: 200 },
    );
  });
});

function expectAnswer({ status, body }: Answer): void {
  if (status !== 503) expect(status).toBeLessThan(500);
  if (status >= 400) expectErrorShape(body, status);
}
