import type { VisibleUser } from './user.view.js';

/** The columns of a user row that answers depend on. */
export const VISIBLE_USER_COLUMNS = `id, username, nickname, email, email_verified, role, created_at,
  password_hash IS NOT NULL AS has_password`;

export interface VisibleUserRow {
  readonly id: string;
  readonly username: string | null;
  readonly nickname: string;
  readonly email: string | null;
  readonly email_verified: boolean;
  readonly role: VisibleUser['role'];
  readonly created_at: Date;
  readonly has_password: boolean;
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
  };
}
