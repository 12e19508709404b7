import { query } from './support/databases.js';
import {
  claimsOf,
  refreshWith,
  storedHash,
  tryAccess,
} from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';
import { arrivesInTime } from './support/travel.js';

/** So long that no two things share it by chance, so short that part of a token would be found. */
const WINDOW = 12;

describe('what is stored of a token', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off', LOG_LEVEL: 'trace' });
  });
  afterAll(() => server.close());

  async function arrive(): Promise<TestClient> {
    const person = server.client();
    await person.register();
    return person;
  }

  async function dump(table: 'users' | 'audit_events'): Promise<string> {
    const rows = await query<{ line: string }>(
      server.databaseUrl,
      `SELECT row_to_json(t)::text || t::text AS line FROM ${table} AS t`,
    );
    return rows.map(({ line }) => line).join('\n');
  }

  /** What would give a token away: pieces of its signature and of its `jti`, in every usual spelling. */
  function traces(token: string): string[] {
    const [, payload, signature] = token.split('.') as [string, string, string];
    const { jti = '' } = claimsOf(token);
    const secrets = [signature, jti].map((text) =>
      Buffer.from(text, 'base64url'),
    );
    const spellings = secrets.flatMap((bytes) =>
      (['base64url', 'base64', 'hex'] as const).map((encoding) =>
        bytes.toString(encoding),
      ),
    );
    return [payload, ...spellings].flatMap((text) =>
      Array.from({ length: Math.max(text.length - WINDOW + 1, 0) }, (_, at) =>
        text.slice(at, at + WINDOW),
      ),
    );
  }

  it('is a hash: no part of any token is in the users table, the audit or the log', async () => {
    const issued = new Set<string>();
    const person = await arrive();
    const keep = (client: TestClient) =>
      issued.add(client.refreshToken!).add(client.accessToken!);
    keep(person);
    for (let count = 0; count < 4; count++) {
      await person.refresh();
      keep(person);
    }
    const thief = person.copy();
    const elsewhere = server.client();
    await elsewhere.login(person.username, person.password);
    keep(elsewhere);
    await person.refresh();
    keep(person);
    await refreshWith(server.url, thief.refreshToken);
    await elsewhere.post('/api/auth/password/change', {
      currentPassword: person.password,
      newPassword: 'another horse battery',
    });
    await elsewhere.refresh();
    keep(elsewhere);
    const users = await dump('users');
    const everything = [users, await dump('audit_events'), ...server.log].join(
      '\n',
    );
    expect(users).toContain(storedHash(elsewhere.refreshToken!));
    expect(everything).not.toContain('eyJ');
    const found = [...issued]
      .flatMap(traces)
      .filter((t) => everything.includes(t));
    expect(found).toEqual([]);
  });

  it('opens nothing in the row of somebody else', async () => {
    const [one, two] = [await arrive(), await arrive()];
    const ids = [one, two].map(({ accessToken }) => claimsOf(accessToken).sub);
    await query(
      server.databaseUrl,
      `UPDATE users SET refresh_tokens = other.refresh_tokens FROM users AS other
       WHERE users.id = ANY($1) AND other.id = ANY($1) AND other.id <> users.id`,
      [ids],
    );
    for (const { refreshToken, accessToken } of [one, two]) {
      const answer = await refreshWith(server.url, refreshToken);
      expect(answer.code).toBe('session_revoked');
      // The change came from outside: its notification is on the way.
      await arrivesInTime(
        () => tryAccess(server.url, accessToken),
        'session_revoked',
      );
    }
  });

  it('opens nothing under the session id of somebody else', async () => {
    const [victim, attacker] = [await arrive(), await arrive()];
    const { sub, sid } = claimsOf(victim.refreshToken);
    const own = claimsOf(attacker.refreshToken);
    // The attacker's hashes, where the victim's session is looked up.
    await query(
      server.databaseUrl,
      `UPDATE users SET refresh_tokens = jsonb_build_object($2::text, other.refresh_tokens->$4::text)
       FROM users AS other WHERE users.id = $1 AND other.id = $3`,
      [sub, sid, own.sub, own.sid],
    );
    const answer = await refreshWith(server.url, attacker.refreshToken);
    expect(claimsOf(answer.token)).toMatchObject({
      sub: own.sub,
      sid: own.sid,
    });
    const theirs = await refreshWith(server.url, victim.refreshToken);
    expect(theirs.code).toBe('refresh_token_reused');
  });
});
