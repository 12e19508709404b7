import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { Config } from '../../config/config.js';
import type { VisibleUser } from '../../users/user.view.js';
import { SessionCache } from './session-cache.js';
import {
  type Opening,
  SessionOpeningsRepository,
} from './session-openings.repository.js';
import { type IssuedTokens, SessionTokens } from './session-tokens.js';

/** A password login that was found right. */
export abstract class CheckedPassword {
  abstract readonly userId: string;
  /** The stored hash it was checked against. */
  abstract readonly passwordHash: string;
}

/** Opens sessions: the one place every login ends in. */
@Injectable()
export class SessionOpenings {
  constructor(
    private readonly repository: SessionOpeningsRepository,
    private readonly tokens: SessionTokens,
    private readonly cache: SessionCache,
    private readonly config: Config,
  ) {}

  /** @throws CodedException invalid_credentials when the account changed since the password was checked */
  async byPassword(
    checked: CheckedPassword,
    client: Client,
  ): Promise<IssuedTokens> {
    const issued = await this.open(checked.userId, client, (opening) =>
      this.repository.openByPassword(opening, checked.passwordHash),
    );
    if (!issued) throw new CodedException('invalid_credentials');
    return issued;
  }

  /** Undefined when the identity is no longer the user's, or the account no longer active. */
  byIdentity(
    userId: string,
    { provider, providerUserId }: { provider: string; providerUserId: string },
    client: Client,
  ): Promise<IssuedTokens | undefined> {
    return this.open(userId, client, (opening) =>
      this.repository.openByIdentity(opening, provider, providerUserId),
    );
  }

  private async open(
    userId: string,
    client: Client,
    write: (opening: Opening) => Promise<VisibleUser | undefined>,
  ): Promise<IssuedTokens | undefined> {
    const { id, record, refreshToken } = this.tokens.begin(userId, client);
    const { maxSessions } = this.config;
    const user = await write({ userId, sessionId: id, record, maxSessions });
    this.cache.evict(userId);
    return user && this.tokens.issue(user, id, refreshToken, record.expiresAt);
  }
}
