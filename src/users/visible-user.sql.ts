import type { IdentityProvider, VisibleUser } from './user.view.js';

/** The columns of a user row that answers depend on. */
export const VISIBLE_USER_COLUMNS = `id, username, nickname, email, email_verified, role, created_at,
  password_hash IS NOT NULL AS has_password,
  ARRAY(SELECT provider FROM identities WHERE user_id = users.id ORDER BY provider) AS identity_providers`;

export interface VisibleUserRow {
  readonly id: string;
  readonly username: string | null;
  readonly nickname: string;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly role: VisibleUser['role'];
  readonly created_at: Date;
  readonly has_password: boolean;
  readonly identity_providers: readonly IdentityProvider[];
}

export function toVisibleUser(row: VisibleUserRow): VisibleUser {
  return {
    id: row.id,
    username: row.username,
    nickname: row.nickname,
    email: row.email,
    emailVerified: row.email_verified,
    role: row.role,
    createdAt: row.created_at,
    hasPassword: row.has_password,
    identityProviders: row.identity_providers,
  };
}
