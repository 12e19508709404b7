import { VISIBLE_USER_COLUMNS } from '../../users/visible-user.sql.js';

/** A session more for the user, if `proof` still holds when the row is written. */
const openIf = (proof: string) => `
  WITH opened AS (
    UPDATE users SET
      last_login_at = to_timestamp($4::bigint / 1000.0),
      refresh_tokens = (
        SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM (
          SELECT key, value FROM jsonb_each(refresh_tokens)
          WHERE (value->>'expiresAt')::bigint > $4
          ORDER BY (value->>'rotatedAt')::bigint DESC, key
          LIMIT $5
        ) AS kept
      ) || jsonb_build_object($2::text, $3::jsonb)
    WHERE id = $1 AND status = 'active' AND ${proof}
    RETURNING ${VISIBLE_USER_COLUMNS}
  ), audited AS (
    INSERT INTO audit_events (type, actor_id, user_id, ip, details)
    SELECT 'login.succeeded', id, id, $6, jsonb_build_object('sessionId', $2::text) FROM opened
  )
  SELECT * FROM opened`;

export const OPEN_BY_PASSWORD = openIf('password_hash = $7');

/** The lock makes it wait for an unlinking under way, and see it. */
export const OPEN_BY_IDENTITY = openIf(
  'id = (SELECT user_id FROM identities WHERE provider = $7 AND provider_user_id = $8 FOR SHARE)',
);

/** The range is true of all. It makes the planner expect one row instead of ten or a hundred, and so use the index. */
const PRESENTED = `(
    SELECT * FROM unnest($1::uuid[], $2::text[], $3::jsonb[])
      WITH ORDINALITY AS presented(user_id, session_id, members, number)
    WHERE number BETWEEN 1 AND cardinality($1::uuid[])
  ) AS presented`;

const IS_CURRENT = `id = user_id AND status = 'active'
    AND refresh_tokens->session_id->>'current' = members->>'previous'`;

/** Each session's current token becomes the next one, if it still is the one presented when the row is written. */
const rotate = (presented: string) => `
  UPDATE users
  SET refresh_tokens = jsonb_set(refresh_tokens, ARRAY[session_id], refresh_tokens->session_id || members)
  FROM ${presented}
  WHERE ${IS_CURRENT}
  RETURNING ${VISIBLE_USER_COLUMNS}, members->>'current' AS current`;

export const ROTATE = rotate(PRESENTED);

/** The same for rows that nobody else holds, without waiting for the others. A row that will not be written is not locked. */
export const ROTATE_FREE = rotate(`(
    SELECT presented.* FROM ${PRESENTED} JOIN users ON ${IS_CURRENT}
    FOR NO KEY UPDATE OF users SKIP LOCKED
  ) AS presented`);

export const FIND = `
  SELECT ${VISIBLE_USER_COLUMNS}, refresh_tokens->$2::text AS record
  FROM users WHERE id = $1 AND status = 'active' AND refresh_tokens ? $2::text`;

export const FIND_LIVE = `
  SELECT ${VISIBLE_USER_COLUMNS}, jsonb_path_query_array(refresh_tokens, '$.keyvalue().key') AS session_ids
  FROM users WHERE id = $1 AND status = 'active'`;

/** One session less, told to the audit as `type`. */
const endOne = (type: string) => `
  WITH ended AS (
    UPDATE users SET refresh_tokens = refresh_tokens - $2::text
    WHERE id = $1 AND refresh_tokens ? $2::text
    RETURNING id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip, details)
  SELECT '${type}', id, id, $3, jsonb_build_object('sessionId', $2::text) FROM ended
  RETURNING id`;

export const END = endOne('session.ended');

export const END_REUSED = endOne('refresh.reused');

export const END_ALL = `
  WITH ended AS (
    UPDATE users SET refresh_tokens = '{}'
    WHERE id = $1 AND refresh_tokens <> '{}'
    RETURNING id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip)
  SELECT 'sessions.ended', $3, id, $2 FROM ended`;

export const CHANGE_PASSWORD = `
  WITH changed AS (
    UPDATE users SET
      password_hash = $4,
      refresh_tokens = jsonb_build_object($2::text, refresh_tokens->$2::text)
    WHERE id = $1 AND status = 'active'
      AND refresh_tokens ? $2::text AND password_hash IS NOT DISTINCT FROM $3
    RETURNING id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip)
  SELECT 'password.changed', id, id, $5 FROM changed
  RETURNING id`;

export const RESET_PASSWORD = `
  WITH reset AS (
    UPDATE users SET password_hash = $3, refresh_tokens = '{}'
    WHERE id = $1 AND status = 'active' AND email = $2 AND email_verified
    RETURNING id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip)
  SELECT 'password.reset', id, id, $4 FROM reset
  RETURNING id`;
