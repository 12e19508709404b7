import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { isEmailAddress } from '../../users/user-fields.js';
import { isUsername, usernameKey } from '../../users/username.js';
import { type Lookup, UsersRepository } from '../../users/users.repository.js';
import type { CheckedPassword } from '../sessions/session-openings.service.js';
import { PasswordAttempts } from './password-attempts.service.js';
import { PasswordHasher } from './password-hasher.js';

/** Judges a login by password. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly audit: AuditRepository,
    private readonly hasher: PasswordHasher,
    private readonly attempts: PasswordAttempts,
  ) {}

  /**
   * The same steps in the same time for a wrong password, an unknown user and one without
   * a password, so that nobody learns which usernames exist (ASVS 5.0 §6.3.8).
   *
   * @throws CodedException rate_limited; invalid_credentials; account_disabled, but only after the right password
   */
  async verify(
    username: string,
    password: string,
    client: Client,
  ): Promise<CheckedPassword> {
    const { key, user: found } = await this.find(username);
    const stored = found?.passwordHash ?? null;
    const isRight = await this.attempts.judge(
      {
        userId: found?.id ?? null,
        key: found?.id ?? key,
        storedHash: stored,
        password,
      },
      client,
      'wrong password',
    );
    if (!found || stored === null || !isRight)
      throw new CodedException('invalid_credentials');
    if (found.status === 'disabled') {
      await this.recordDisabled(found.id, client);
      throw new CodedException('account_disabled');
    }
    if (!this.hasher.isOutdated(stored))
      return { userId: found.id, passwordHash: stored };
    await this.users.replacePasswordHash(
      found.id,
      stored,
      await this.hasher.hash(password),
    );
    // Another login may have replaced it first, or its owner changed it.
    return this.verify(username, password, client);
  }

  /** By username, or by verified address, without which a Kakao user's password would be good for nothing. */
  private async find(username: string): Promise<Lookup> {
    // No username has an @.
    if (isEmailAddress(username))
      return this.users.findCredentialsByEmail(username);
    if (isUsername(username))
      return this.users.findCredentials(usernameKey(username));
    // What can't be a username is looked up all the same, as a name nobody has.
    const { user } = await this.users.findCredentials('');
    // With a space, which no username has: it must not share a count with one.
    return { key: ` ${username}`, user };
  }

  private async recordDisabled(userId: string, { ip }: Client): Promise<void> {
    const details = { reason: 'account disabled' };
    const event = { type: 'login.failed', userId, ip, details } as const;
    await this.audit.insertIfUserExists(event);
  }
}
