import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { SessionRecords } from './session-record.js';

export const ROLES = ['user', 'admin'] as const;
export type Role = (typeof ROLES)[number];
export const STATUSES = ['active', 'disabled'] as const;
export type UserStatus = (typeof STATUSES)[number];

@Entity('users')
@Unique('users_username_key_unique', ['usernameKey'])
// On lower(email), which TypeORM can't spell; the migration does.
@Index('users_verified_email_unique', { synchronize: false })
@Index('users_created_at_id_idx', ['createdAt', 'id'])
@Index('users_admins_idx', ['id'], {
  where: `((role = 'admin'::text) AND (status = 'active'::text))`,
})
// On groups of characters, which TypeORM can't spell either.
@Index('users_search_idx', { synchronize: false })
@Check('users_role_check', `role IN ('user', 'admin')`)
@Check('users_status_check', `status IN ('active', 'disabled')`)
export class User {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pkey' })
  id: string;

  /** As its owner wrote it, after NFKC; null where there is no password login. */
  @Column({ type: 'text', nullable: true })
  username: string | null;

  /** What usernames are compared by. */
  @Column({ type: 'text', name: 'username_key', nullable: true })
  usernameKey: string | null;

  @Column({ type: 'text' })
  nickname: string;

  @Column({ type: 'text', nullable: true })
  email: string | null;

  @Column({ type: 'boolean', name: 'email_verified', default: false })
  emailVerified: boolean;

  /** What a way in must not be older than, or it may be somebody else's; null while nothing is verified. */
  @Column({ type: 'timestamptz', name: 'email_verified_at', nullable: true })
  emailVerifiedAt: Date | null;

  /** The address that takes the place of a verified one once it is confirmed. */
  @Column({ type: 'text', name: 'pending_email', nullable: true })
  pendingEmail: string | null;

  /** PHC string; null where there is no password. */
  @Column({ type: 'text', name: 'password_hash', nullable: true })
  passwordHash: string | null;

  @Column({ type: 'text', default: 'user' })
  role: Role;

  @Column({ type: 'text', default: 'active' })
  status: UserStatus;

  /** A record per session: hashes of the refresh tokens, never a token. Only auth writes it. */
  @Column({ type: 'jsonb', name: 'refresh_tokens', default: {} })
  refreshTokens: SessionRecords;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt: Date;

  @Column({ type: 'timestamptz', name: 'last_login_at', nullable: true })
  lastLoginAt: Date | null;
}
