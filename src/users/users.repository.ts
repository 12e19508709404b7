import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { namedQuery } from '../common/named-query.js';
import { User, type UserStatus } from './user.entity.js';

export interface Credentials {
  readonly id: string;
  readonly passwordHash: string | null;
  readonly status: UserStatus;
}

/** What somebody's name was looked up as, and whose it is. */
export interface Lookup {
  readonly key: string;
  readonly user: Credentials | undefined;
}

/** What a person may change of the account, and what becomes of an address. */
type Profile = Pick<
  User,
  'nickname' | 'email' | 'emailVerified' | 'emailVerifiedAt' | 'pendingEmail'
>;

/** The rows of `users`, but for the column `refresh_tokens`, which belongs to auth's sessions.repository. */
@Injectable()
export class UsersRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findCredentials(usernameKey: string): Promise<Lookup> {
    const [user] = await namedQuery<Credentials>(
      this.dataSource,
      'users.findCredentials',
      `SELECT id, password_hash AS "passwordHash", status FROM users WHERE username_key = $1`,
      [usernameKey],
    );
    return { key: usernameKey, user };
  }

  /** By an address its owner has verified; one that is not is nobody's. What lower case is only the database knows. */
  async findCredentialsByEmail(email: string): Promise<Lookup> {
    type Row = { key: string } & (Credentials | { id: null });
    const [row] = await namedQuery<Row>(
      this.dataSource,
      'users.findCredentialsByEmail',
      `SELECT key, id, password_hash AS "passwordHash", status
       FROM lower($1) AS key LEFT JOIN users ON lower(email) = key AND email_verified`,
      [email],
    );
    const { key, ...user } = row!;
    return { key, user: user.id === null ? undefined : user };
  }

  /** Stores another hash of the same password, unless the hash has changed meanwhile. */
  async replacePasswordHash(
    id: string,
    passwordHash: string,
    next: string,
  ): Promise<void> {
    await this.dataSource.manager.update(
      User,
      { id, passwordHash },
      { passwordHash: next },
    );
  }

  /** Null when there is none of that name. The row stays as it is until the transaction ends. */
  async lockByUsername(
    manager: EntityManager,
    usernameKey: string,
  ): Promise<Pick<User, 'id' | 'role' | 'status'> | null> {
    return manager.findOne(User, {
      select: { id: true, role: true, status: true },
      where: { usernameKey },
      lock: { mode: 'for_no_key_update' },
    });
  }

  async findById(id: string): Promise<User | null> {
    return this.dataSource.manager.findOneBy(User, { id });
  }

  /** Held until the transaction ends, so that what is decided on the row is still so when it is written. */
  async lockById(id: string, manager: EntityManager): Promise<User | null> {
    const lock = { mode: 'for_no_key_update' } as const;
    return manager.findOne(User, { where: { id }, lock });
  }

  /** Whose the address is; undefined while nobody has verified it. */
  async findIdByVerifiedEmail(
    email: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<string | undefined> {
    const [row] = await manager.query<{ id: string }[]>(
      'SELECT id FROM users WHERE lower(email) = lower($1) AND email_verified',
      [email],
    );
    return row?.id;
  }

  /** An active user by verified address, with the address as stored. Not deleted before the transaction ends. */
  async lockActiveByVerifiedEmail(
    email: string,
    manager: EntityManager,
  ): Promise<{ id: string; email: string } | undefined> {
    const [row] = await manager.query<{ id: string; email: string }[]>(
      `SELECT id, email FROM users
       WHERE lower(email) = lower($1) AND email_verified AND status = 'active'
       FOR KEY SHARE`,
      [email],
    );
    return row;
  }

  async updateProfile(
    id: string,
    profile: Partial<Profile>,
    manager: EntityManager,
  ): Promise<void> {
    await manager.update(User, { id }, profile);
  }

  /** By the database's clock of this moment: what was linked before the user was locked is older. */
  async setVerifiedEmail(
    id: string,
    email: string,
    manager: EntityManager,
  ): Promise<void> {
    const emailVerifiedAt = () => 'clock_timestamp()';
    const verified = { email, emailVerified: true, emailVerifiedAt };
    await manager.update(User, { id }, verified);
  }
}
