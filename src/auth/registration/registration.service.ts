import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { describeDatabaseError } from '../../common/errors/database-errors.js';
import type { Client } from '../../common/http/client.decorator.js';
import { isReservedUsername, usernameKey } from '../../users/username.js';
import { UsersRepository } from '../../users/users.repository.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { PasswordPolicy } from '../credentials/password-policy.js';
import {
  type IssuedTokens,
  SessionTokens,
} from '../sessions/session-tokens.js';

export interface Registration {
  readonly username: string;
  readonly password: string;
  readonly nickname?: string;
  readonly email?: string;
}

/** Makes accounts with a password. */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly users: UsersRepository,
    private readonly audit: AuditRepository,
    private readonly policy: PasswordPolicy,
    private readonly hasher: PasswordHasher,
    private readonly tokens: SessionTokens,
  ) {}

  /**
   * Makes the account and logs it in, both or neither.
   * @throws CodedException username_not_allowed, username_taken, validation_failed, password_too_weak
   */
  async register(
    registration: Registration,
    client: Client,
  ): Promise<IssuedTokens> {
    const identity = toIdentity(registration);
    if (isReservedUsername(identity.username))
      throw new CodedException('username_not_allowed');
    this.policy.check(registration.password, identity);
    const passwordHash = await this.hasher.hash(registration.password);
    const { id, record, refreshToken } = this.tokens.begin(identity.id, client);
    const createdAt = new Date(record.createdAt);
    await this.insert(
      {
        ...identity,
        usernameKey: usernameKey(identity.username),
        passwordHash,
        createdAt,
        lastLoginAt: createdAt,
        refreshTokens: { [id]: record },
      },
      client,
    );
    const user = { ...identity, createdAt, hasPassword: true };
    return this.tokens.issue(user, id, refreshToken, record.expiresAt);
  }

  private async insert(
    row: Parameters<UsersRepository['insert']>[1],
    { ip }: Client,
  ): Promise<void> {
    try {
      await this.dataSource.transaction(async (manager) => {
        await this.users.insert(manager, row);
        await this.audit.insert(
          { type: 'user.registered', actorId: row.id, userId: row.id, ip },
          manager,
        );
      });
    } catch (error) {
      // Asked of the constraint, not beforehand: two registrations at once would both find the name free.
      if (
        describeDatabaseError(error)?.constraint === 'users_username_key_unique'
      )
        throw new CodedException('username_taken');
      throw error;
    }
  }
}

function toIdentity({ username, nickname, email }: Registration) {
  const name = username.normalize('NFKC');
  return {
    id: randomUUID(),
    username: name,
    nickname: nickname?.trim() ?? name,
    email: email ?? null,
    emailVerified: false,
    role: 'user' as const,
  };
}
