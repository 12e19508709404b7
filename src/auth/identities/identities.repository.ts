import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { namedQuery } from '../../common/named-query.js';
import { Identity } from '../../users/identity.entity.js';
import type { IdentityProvider } from '../../users/user.view.js';
import type { User, UserStatus } from '../../users/user.entity.js';
import { isTakenAddress } from '../../users/verified-email.js';
import * as sql from './identities.sql.js';

/** Who somebody is at a provider. */
export interface IdentityKey {
  readonly provider: IdentityProvider;
  readonly providerUserId: string;
}

type NewUser = Pick<
  User,
  'id' | 'nickname' | 'email' | 'refreshTokens' | 'createdAt'
>;

/** Every statement on `identities`. Each is one statement, and tells the audit. */
@Injectable()
export class IdentitiesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async find({
    provider,
    providerUserId,
  }: IdentityKey): Promise<{ userId: string; status: UserStatus } | undefined> {
    const rows = await this.query<{ userId: string; status: UserStatus }>(
      'find',
      sql.FIND,
      [provider, providerUserId],
    );
    return rows[0];
  }

  /** Adds a user with the identity; false when somebody has it, or has verified the address meanwhile. */
  async register(
    { provider, providerUserId }: IdentityKey,
    user: NewUser,
    ip: string,
  ): Promise<boolean> {
    const values = [
      provider,
      providerUserId,
      user.id,
      user.nickname,
      user.email,
      JSON.stringify(user.refreshTokens),
      user.createdAt,
      ip,
    ];
    try {
      const rows = await this.query('register', sql.REGISTER, values);
      return rows.length > 0;
    } catch (error) {
      if (isTakenAddress(error)) return false;
      throw error;
    }
  }

  /** False when the identity is somebody's, the user has another one there, or the session has ended. */
  async link(
    { provider, providerUserId }: IdentityKey,
    by: { userId: string; sessionId: string; ip: string },
  ): Promise<boolean> {
    const values = [provider, providerUserId, by.userId, by.sessionId, by.ip];
    const rows = await this.query('link', sql.LINK, values);
    return rows.length > 0;
  }

  async findOfUser(
    provider: IdentityProvider,
    userId: string,
  ): Promise<
    { providerUserId: string; isLastCredential: boolean } | undefined
  > {
    const rows = await this.query<{
      providerUserId: string;
      isLastCredential: boolean;
    }>('findOfUser', sql.FIND_OF_USER, [provider, userId]);
    return rows[0];
  }

  async existsOfUser(userId: string, manager: EntityManager): Promise<boolean> {
    return manager.existsBy(Identity, { userId });
  }

  /** False when it is the last way in, or there is none. */
  async unlink(
    provider: IdentityProvider,
    by: { userId: string; ip: string },
  ): Promise<boolean> {
    const values = [provider, by.userId, by.ip];
    const rows = await this.query('unlink', sql.UNLINK, values);
    return rows.length > 0;
  }

  /** To be asked before the user is locked, as a login locks the identity first. */
  async unlinkOlderThanAddress(
    userId: string,
    ip: string,
    manager: EntityManager,
  ): Promise<void> {
    await manager.query(sql.UNLINK_OLDER_THAN_ADDRESS, [userId, ip]);
  }

  /** The user who had it, if an active one did. */
  async release({
    provider,
    providerUserId,
  }: IdentityKey): Promise<string | undefined> {
    const rows = await this.query<{ user_id: string }>('release', sql.RELEASE, [
      provider,
      providerUserId,
    ]);
    return rows[0]?.user_id;
  }

  private query<Row extends object>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    return namedQuery<Row>(this.dataSource, `identities.${name}`, text, values);
  }
}
