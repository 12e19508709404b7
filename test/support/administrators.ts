import { query } from './databases.js';
import type { TestServer } from './server.js';
import type { Answer, TestClient } from './test-client.js';

/** Somebody logged in, whose id is known. */
export interface Somebody {
  readonly client: TestClient;
  readonly id: string;
}

export async function newUser(
  server: Pick<TestServer, 'client'>,
  more: Record<string, unknown> = {},
): Promise<Somebody> {
  const client = server.client();
  const { body } = await client.register(more);
  return { client, id: body.user.id };
}

export async function newAdmin(
  server: Pick<TestServer, 'client' | 'databaseUrl'>,
): Promise<Somebody> {
  const admin = await newUser(server);
  await query(
    server.databaseUrl,
    `UPDATE users SET role = 'admin' WHERE id = $1`,
    [admin.id],
  );
  // What the server remembered of the one it knew as a user is gone.
  await admin.client.login();
  return admin;
}

export function patchUser(
  { client }: Somebody,
  id: string,
  body: unknown,
): Promise<Answer> {
  return client.send(`/api/admin/users/${id}`, { method: 'PATCH', body });
}

export function deleteUser({ client }: Somebody, id: string): Promise<Answer> {
  return client.send(`/api/admin/users/${id}`, { method: 'DELETE' });
}

/** `DELETE /api/users/me`. */
export function leave(client: TestClient, body?: unknown): Promise<Answer> {
  return client.send('/api/users/me', { method: 'DELETE', body });
}

export interface AuditRow {
  readonly type: string;
  readonly actor_id: string | null;
  readonly ip: string | null;
  readonly details: Record<string, string>;
}

/** What the audit says of a user, the oldest first. */
export function auditOf(
  { databaseUrl }: Pick<TestServer, 'databaseUrl'>,
  userId: string,
): Promise<AuditRow[]> {
  return query<AuditRow>(
    databaseUrl,
    'SELECT type, actor_id, ip, details FROM audit_events WHERE user_id = $1 ORDER BY position',
    [userId],
  );
}
