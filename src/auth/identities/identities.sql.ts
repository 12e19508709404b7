export const FIND = `
  SELECT users.id AS "userId", users.status
  FROM identities JOIN users ON users.id = identities.user_id
  WHERE provider = $1 AND provider_user_id = $2`;

/**
 * A new user with the identity, a first session and no password; both are as old as the verified address. Nothing happens when somebody has the identity;
 * the foreign key is looked at when the statement ends, and by then the user is there.
 */
export const REGISTER = `
  WITH linked AS (
    INSERT INTO identities (provider, provider_user_id, user_id) VALUES ($1, $2, $3)
    ON CONFLICT DO NOTHING
    RETURNING user_id
  ), registered AS (
    INSERT INTO users (id, nickname, email, email_verified, email_verified_at, refresh_tokens, created_at, last_login_at)
    SELECT user_id, $4, $5, $5::text IS NOT NULL, CASE WHEN $5::text IS NOT NULL THEN now() END, $6, $7, $7 FROM linked
    RETURNING id
  ), audited AS (
    INSERT INTO audit_events (type, actor_id, user_id, ip, details)
    SELECT 'user.registered', id, id, $8, jsonb_build_object('provider', $1::text) FROM registered
  )
  SELECT id FROM registered`;

/** The lock makes a logout wait, or be seen: nothing is linked for a session that has ended. */
export const LINK = `
  WITH linked AS (
    INSERT INTO identities (provider, provider_user_id, user_id)
    SELECT $1, $2, id FROM users WHERE id = $3 AND status = 'active' AND refresh_tokens ? $4::text
    FOR SHARE
    ON CONFLICT DO NOTHING
    RETURNING user_id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip, details)
  SELECT 'identity.linked', user_id, user_id, $5, jsonb_build_object('provider', $1::text) FROM linked
  RETURNING id`;

/** A password is a way in only where there is a name to use it with. */
const HAS_PASSWORD_LOGIN =
  '(users.password_hash IS NOT NULL AND (users.username IS NOT NULL OR users.email_verified))';

export const FIND_OF_USER = `
  SELECT provider_user_id AS "providerUserId",
    NOT ${HAS_PASSWORD_LOGIN} AND NOT EXISTS (
      SELECT 1 FROM identities AS other WHERE other.user_id = $2 AND other.provider <> $1
    ) AS "isLastCredential"
  FROM identities JOIN users ON users.id = identities.user_id
  WHERE provider = $1 AND user_id = $2`;

/**
 * Not the last way in. Locks the identities and then the user, in the order in which a login does; whoever unlinks or
 * removes the address meanwhile is waited for and counted out.
 */
export const UNLINK = `
  WITH ways AS (
    SELECT provider FROM identities WHERE user_id = $2 ORDER BY provider FOR UPDATE
  ), owner AS (
    SELECT id FROM users
    WHERE id = $2 AND (SELECT count(*) FROM ways) > 0 AND (
      ${HAS_PASSWORD_LOGIN} OR (SELECT count(*) FROM ways WHERE provider <> $1) > 0
    )
    FOR SHARE
  ), unlinked AS (
    DELETE FROM identities USING owner
    WHERE identities.provider = $1 AND user_id = owner.id
    RETURNING user_id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip, details)
  SELECT 'identity.unlinked', user_id, user_id, $3, jsonb_build_object('provider', $1::text) FROM unlinked
  RETURNING id`;

/** Ways in from before the address was its owner's: whoever gave it first may have linked them. */
export const UNLINK_OLDER_THAN_ADDRESS = `
  WITH unlinked AS (
    DELETE FROM identities USING users
    WHERE user_id = $1 AND users.id = user_id AND identities.created_at < users.email_verified_at
    RETURNING provider, user_id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip, details)
  SELECT 'identity.unlinked', user_id, user_id, $2,
    jsonb_build_object('provider', provider, 'by', 'password reset')
  FROM unlinked`;

/**
 * The provider says that the person left: the identity goes and every session ends. A disabled account keeps it, or
 * whoever is banned would leave, come back and be somebody new.
 */
export const RELEASE = `
  WITH released AS (
    DELETE FROM identities USING users
    WHERE provider = $1 AND provider_user_id = $2 AND users.id = user_id AND users.status = 'active'
    RETURNING user_id
  ), ended AS (
    UPDATE users SET refresh_tokens = '{}' FROM released WHERE users.id = released.user_id
  )
  INSERT INTO audit_events (type, user_id, details)
  SELECT 'identity.unlinked', user_id, jsonb_build_object('provider', $1::text, 'by', $1::text) FROM released
  RETURNING user_id`;
