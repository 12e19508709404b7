import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { isReservedUsername, usernameKey } from '../../users/username.js';
import { UsersRepository } from '../../users/users.repository.js';
import { NewPasswords } from '../credentials/new-passwords.service.js';
import { VerificationRequests } from '../email-verification/verification-requests.service.js';
import {
  type IssuedTokens,
  SessionTokens,
} from '../sessions/session-tokens.js';
import {
  type NewUser,
  RegistrationRepository,
} from './registration.repository.js';

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
    private readonly repository: RegistrationRepository,
    private readonly users: UsersRepository,
    private readonly verification: VerificationRequests,
    private readonly newPasswords: NewPasswords,
    private readonly tokens: SessionTokens,
  ) {}

  /**
   * Makes the account and logs it in, both or neither.
   * @throws CodedException username_not_allowed, username_taken, email_taken, validation_failed, password_too_weak
   */
  async register(
    registration: Registration,
    client: Client,
  ): Promise<IssuedTokens> {
    const identity = toIdentity(registration);
    if (isReservedUsername(identity.username))
      throw new CodedException('username_not_allowed');
    const passwordHash = await this.newPasswords.accept(
      registration.password,
      identity,
    );
    const { id, record, refreshToken } = this.tokens.begin(identity.id, client);
    const createdAt = new Date(record.createdAt);
    // Asked of the constraint, not beforehand: two registrations at once would both find the name free.
    const isInserted = await this.insert(
      {
        ...identity,
        usernameKey: usernameKey(identity.username),
        passwordHash,
        createdAt,
        refreshTokens: { [id]: record },
      },
      client,
    );
    if (!isInserted) throw new CodedException('username_taken');
    const user = {
      ...identity,
      createdAt,
      hasPassword: true,
      identityProviders: [],
    };
    return this.tokens.issue(user, id, refreshToken, record.expiresAt);
  }

  /** With an address, the mail that asks for its confirmation is queued with the account. */
  private async insert(user: NewUser, client: Client): Promise<boolean> {
    const { id, email } = user;
    if (email === null) return this.repository.insert(user, client.ip);
    return this.dataSource.transaction(async (manager) => {
      const isInserted = await this.repository.insert(user, client.ip, manager);
      // Last: whose an address is, nobody learns by a password that is no good.
      await this.refuseTaken(email, manager);
      if (isInserted)
        await this.verification.request(id, email, client, manager);
      return isInserted;
    });
  }

  /** @throws CodedException email_taken */
  private async refuseTaken(
    email: string,
    manager: EntityManager,
  ): Promise<void> {
    const owner = await this.users.findIdByVerifiedEmail(email, manager);
    if (owner !== undefined) throw new CodedException('email_taken');
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
