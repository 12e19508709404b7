import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { isReservedUsername, usernameKey } from '../../users/username.js';
import { PasswordHasher } from '../credentials/password-hasher.js';
import { PasswordPolicy } from '../credentials/password-policy.js';
import {
  type IssuedTokens,
  SessionTokens,
} from '../sessions/session-tokens.js';
import { RegistrationRepository } from './registration.repository.js';

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
    private readonly repository: RegistrationRepository,
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
    // Asked of the constraint, not beforehand: two registrations at once would both find the name free.
    const isInserted = await this.repository.insert(
      {
        ...identity,
        usernameKey: usernameKey(identity.username),
        passwordHash,
        createdAt,
        refreshTokens: { [id]: record },
      },
      client.ip,
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
