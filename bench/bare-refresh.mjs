// The least a server can do for POST /refresh: verify, one UPDATE, sign two tokens. `pg` with a named statement, no framework.
import { createHash, createSecretKey, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
import pg from 'pg';
import { VISIBLE_USER_COLUMNS } from '../dist/users/visible-user.sql.js';

const {
  PUBLIC_URL: iss,
  JWT_ACCESS_SECRET,
  JWT_REFRESH_SECRET,
  DATABASE_URL,
  PORT,
} = process.env;
const accessKey = createSecretKey(Buffer.from(JWT_ACCESS_SECRET));
const refreshKey = createSecretKey(Buffer.from(JWT_REFRESH_SECRET));
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const verifyOptions = {
  algorithms: ['HS256'],
  issuer: iss,
  audience: 'munjigi',
};
const hash = (token) => createHash('sha256').update(token).digest('base64url');
const WEEK_S = 7 * 86_400;
const ROTATE = `
  UPDATE users
  SET refresh_tokens = jsonb_set(refresh_tokens, ARRAY[$2::text], refresh_tokens->$2::text || $4::jsonb)
  WHERE id = $1 AND status = 'active' AND refresh_tokens->$2::text->>'current' = $3
  RETURNING ${VISIBLE_USER_COLUMNS}`;

async function refresh(token) {
  const { sub, sid, auth_time } = jwt.verify(token, refreshKey, verifyOptions);
  const now = Math.floor(Date.now() / 1000);
  const next = jwt.sign(
    {
      iss,
      aud: 'munjigi',
      sub,
      sid,
      iat: now,
      exp: now + WEEK_S,
      jti: randomBytes(16).toString('base64url'),
      auth_time,
    },
    refreshKey,
    { header: { typ: 'rt+jwt' } },
  );
  const members = {
    current: hash(next),
    previous: hash(token),
    rotatedAt: Date.now(),
    expiresAt: (now + WEEK_S) * 1000,
  };
  const { rows } = await pool.query({
    name: 'rotate',
    text: ROTATE,
    values: [sub, sid, members.previous, JSON.stringify(members)],
  });
  const accessToken = jwt.sign(
    { iss, aud: 'munjigi', sub, sid, iat: now, exp: now + 600 },
    accessKey,
    { header: { typ: 'at+jwt' } },
  );
  return {
    next,
    body: JSON.stringify({ accessToken, user: rows[0] }),
    found: rows.length === 1,
  };
}

createServer((request, response) => {
  const token = /refresh_token=([^;]+)/.exec(request.headers.cookie)[1];
  refresh(token).then(
    ({ next, body, found }) => {
      response.writeHead(found ? 200 : 401, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'set-cookie': `refresh_token=${next}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${WEEK_S}`,
      });
      response.end(body);
    },
    () => response.writeHead(401).end(),
  );
}).listen(Number(PORT), '127.0.0.1');
