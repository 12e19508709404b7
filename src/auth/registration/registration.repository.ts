import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { User } from '../../users/user.entity.js';

const INSERT = `
  WITH inserted AS (
    INSERT INTO users (id, username, username_key, nickname, email, password_hash, refresh_tokens, created_at, last_login_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
    ON CONFLICT (username_key) DO NOTHING
    RETURNING id
  )
  INSERT INTO audit_events (type, actor_id, user_id, ip)
  SELECT 'user.registered', id, id, $9 FROM inserted
  RETURNING id`;

export type NewUser = Pick<
  User,
  | 'id'
  | 'username'
  | 'usernameKey'
  | 'nickname'
  | 'email'
  | 'passwordHash'
  | 'refreshTokens'
  | 'createdAt'
>;

@Injectable()
export class RegistrationRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds a user with a first session, and tells the audit; false when somebody has the username.
   *
   * @param manager a transaction in which more happens; left out where this is all
   */
  async insert(
    user: NewUser,
    ip: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<boolean> {
    const rows = await manager.query<unknown[]>(INSERT, [
      user.id,
      user.username,
      user.usernameKey,
      user.nickname,
      user.email,
      user.passwordHash,
      JSON.stringify(user.refreshTokens),
      user.createdAt,
      ip,
    ]);
    return rows.length > 0;
  }
}
