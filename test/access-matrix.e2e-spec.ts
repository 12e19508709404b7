import { randomUUID } from 'node:crypto';
import type { OpenAPIObject } from '@nestjs/swagger';
import { newAdmin, newUser } from './support/administrators.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import type { TestClient } from './support/test-client.js';

/** What each route answers to a stranger, a user and an administrator. A route without a row here is a mistake. */
const MATRIX = `
  GET    /.well-known/jwks.json            200 200 200
  GET    /health/live                      200 200 200
  GET    /health/ready                     200 200 200

  POST   /api/auth/register                201 409 409
  POST   /api/auth/login                   200 200 200
  POST   /api/auth/refresh                 401 401 401
  POST   /api/auth/logout                  204 204 204
  POST   /api/auth/token/verify            200 200 200
  POST   /api/auth/password/forgot         202 202 202
  POST   /api/auth/password/reset          400 400 400
  POST   /api/auth/email/verify            400 400 400
  GET    /api/auth/kakao                   302 302 302
  GET    /api/auth/kakao/callback          302 302 302
  POST   /api/auth/kakao                   400 400 400
  GET    /api/auth/kakao/webhooks/unlink   401 401 401
  POST   /api/auth/kakao/webhooks/unlink   401 401 401

  GET    /api/auth/sessions                401 200 200
  DELETE /api/auth/sessions/{id}           401 404 404
  POST   /api/auth/logout-all              401 204 204
  POST   /api/auth/password/change         401 403 403
  POST   /api/auth/email/resend            401 202 202
  POST   /api/auth/kakao/link              401 400 400
  POST   /api/auth/kakao/link/authorize    401 200 200
  DELETE /api/auth/kakao/link              401 404 404
  GET    /api/users/me                     401 200 200
  PATCH  /api/users/me                     401 200 200
  DELETE /api/users/me                     401 403 403

  GET    /api/admin/users                  401 403 200
  GET    /api/admin/users/{id}             401 403 404
  PATCH  /api/admin/users/{id}             401 403 404
  DELETE /api/admin/users/{id}             401 403 404
  DELETE /api/admin/users/{id}/sessions    401 403 404
  GET    /api/admin/audit                  401 403 200
`;

/** Their 401 is about what is sent, not about who sends it. */
const JUDGES_WHAT_IS_SENT = /^POST \/api\/auth\/refresh$|webhooks\/unlink$/;

interface Schema {
  readonly $ref?: string;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { example?: unknown }>>;
}

interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly body: Record<string, unknown> | undefined;
}

describe('who may do what', () => {
  let all: KakaoTestServer;
  let stranger: TestClient;
  let user: TestClient;
  let admin: TestClient;
  beforeAll(async () => {
    all = await startServerWithKakao();
    const { server } = all;
    stranger = server.client();
    user = (await newUser(server)).client;
    admin = (await newAdmin(server)).client;
  });
  afterAll(() => all.close());

  it('is as written, for every operation of the OpenAPI document', async () => {
    const document = (await stranger.send('/openapi.json')).body;
    const found: Record<string, string> = {};
    for (const operation of operationsOf(document)) {
      const statuses = [];
      for (const caller of [stranger, user, admin])
        statuses.push(await call(operation, caller));
      found[operation.name] = statuses.join(' ');
    }
    expect(found).toEqual(written());
  });

  async function call(
    { name, method, path, body }: Operation,
    caller: TestClient,
  ): Promise<number> {
    // Some end the session they are called with, and the cookie is nobody's business here.
    if (caller.username && (await caller.me()).status === 401)
      await caller.login();
    caller.cookies.clear();
    const { accessToken } = caller;
    const answer = await caller.send(path, { method, body });
    Object.assign(caller, { accessToken });
    const { status, body: refusal } = answer;
    if (status === 401 && !JUDGES_WHAT_IS_SENT.test(name))
      expect(refusal.code, name).toBe('access_token_missing');
    if (status === 403)
      expect(refusal.code, name).toBe(
        name.includes('/admin/') ? 'forbidden' : 'reauthentication_required',
      );
    return status;
  }
});

function written(): Record<string, string> {
  const rows = MATRIX.split('\n').filter((row) => row.trim());
  return Object.fromEntries(
    rows.map((row) => {
      const [method, path, ...statuses] = row.trim().split(/\s+/);
      return [`${method} ${path}`, statuses.join(' ')];
    }),
  );
}

/** Each with a body of what the document requires, by its own examples. */
function operationsOf(document: OpenAPIObject): Operation[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    (['get', 'post', 'put', 'patch', 'delete'] as const)
      .filter((method) => operations[method])
      .map((method) => ({
        name: `${method.toUpperCase()} ${path}`,
        method: method.toUpperCase(),
        path: path.replace(/\{\w+\}/g, () => randomUUID()),
        body: bodyOf(document, operations[method]!),
      })),
  );
}

function bodyOf(
  document: OpenAPIObject,
  { requestBody }: object & { requestBody?: unknown },
): Record<string, unknown> | undefined {
  const { content } = Object(requestBody) as {
    content?: Record<string, { schema: Schema }>;
  };
  const schema = content?.['application/json']?.schema;
  if (!schema) return undefined;
  const name = schema.$ref?.split('/').at(-1);
  const { required = [], properties = {} } = name
    ? (document.components!.schemas![name] as Schema)
    : schema;
  return Object.fromEntries(
    required.map((member) => [member, properties[member]?.example ?? 'text']),
  );
}
