import {
  createHash,
  createSecretKey,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import jwt from 'jsonwebtoken';
import pg from 'pg';

const WEEK_S = 7 * 86_400;

/**
 * Writes people with a session each, as logins would have left them; hashing so many passwords would take minutes.
 * @param {{ DATABASE_URL: string, PUBLIC_URL: string, JWT_REFRESH_SECRET: string }} env the server's
 * @returns {Promise<string[]>} the sessions' refresh tokens
 */
export async function writeSessions(env, count) {
  const key = createSecretKey(Buffer.from(env.JWT_REFRESH_SECRET));
  const sessions = Array.from({ length: count }, () =>
    newSession(key, env.PUBLIC_URL),
  );
  const client = new pg.Client({ connectionString: env.DATABASE_URL });
  await client.connect();
  await client.query(
    `INSERT INTO users (id, username, username_key, nickname, refresh_tokens)
     SELECT (s->>'userId')::uuid, s->>'userId', s->>'userId', 'Bench', jsonb_build_object(s->>'sessionId', s->'record')
     FROM jsonb_array_elements($1::jsonb) AS s`,
    [JSON.stringify(sessions)],
  );
  await client.query('ANALYZE users');
  await client.end();
  return sessions.map(({ token }) => token);
}

function newSession(key, iss) {
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss, aud: 'munjigi', sub: userId, sid: sessionId, iat: now };
  const token = jwt.sign(
    {
      ...claims,
      exp: now + WEEK_S,
      jti: randomBytes(16).toString('base64url'),
      auth_time: now,
    },
    key,
    { header: { alg: 'HS256', typ: 'rt+jwt' } },
  );
  const record = {
    current: createHash('sha256').update(token).digest('base64url'),
    previous: null,
    salt: null,
    createdAt: now * 1000,
    rotatedAt: now * 1000,
    expiresAt: (now + WEEK_S) * 1000,
    userAgent: null,
    ip: '127.0.0.1',
  };
  return { userId, sessionId, token, record };
}
