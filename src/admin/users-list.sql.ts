import { VISIBLE_USER_COLUMNS } from '../users/visible-user.sql.js';

/** `now` is the parameter that holds the time, in milliseconds since 1970. */
const columnsAt = (
  now: string,
) => `${VISIBLE_USER_COLUMNS}, status, last_login_at,
  (SELECT count(*) FROM jsonb_each(refresh_tokens) WHERE (value->>'expiresAt')::bigint > ${now})::int AS session_count,
  (extract(epoch FROM created_at) * 1000000)::bigint AS microseconds`;

/** Further back than the position given in microseconds since 1970 and id; without one, from the newest on. */
const BEFORE = `(created_at, id) < (
  coalesce(timestamptz 'epoch' + $2::bigint * interval '1 microsecond', 'infinity'),
  coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
)`;

const NEWEST_FIRST = 'ORDER BY created_at DESC, id DESC';

export const FIND = `SELECT ${columnsAt('$1')} FROM users WHERE id = $2`;

export const LIST = `
  SELECT ${columnsAt('$1')} FROM users WHERE ${BEFORE} ${NEWEST_FIRST} LIMIT $4`;

/** What the index of the migration is on, word for word. */
const TEXT = 'user_search_text(username, nickname, email)';

/**
 * A term that many have is soon found among the newest users, one that few have in the index. Each is slow where the
 * other is quick, and which it will be the planner can't know: so the first is given a try of bounded length, and the
 * second follows where that has not filled the page. It has the groups in a SELECT of their own, so that the planner
 * doesn't see that everybody has them, and compute those of everybody rather than ask the index.
 */
export const SEARCH = `
  WITH near AS MATERIALIZED (
    SELECT id, created_at FROM (
      SELECT id, created_at, ${TEXT} AS text FROM users WHERE ${BEFORE} ${NEWEST_FIRST} LIMIT 3000
    ) AS newest
    WHERE strpos(text, lower($5)) > 0 ${NEWEST_FIRST} LIMIT $4
  ), far AS MATERIALIZED (
    SELECT id, created_at, ${TEXT} AS text FROM users
    WHERE (SELECT count(*) FROM near) < $4 AND user_search_grams(${TEXT}) @@ (SELECT user_search_query(lower($5)))
  ), page AS (
    SELECT id FROM near WHERE (SELECT count(*) FROM near) = $4
    UNION ALL
    (SELECT id FROM far WHERE ${BEFORE} AND strpos(text, lower($5)) > 0 ${NEWEST_FIRST} LIMIT $4)
  )
  SELECT ${columnsAt('$1')} FROM users WHERE id IN (SELECT id FROM page) ${NEWEST_FIRST}`;
