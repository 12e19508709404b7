import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../../audit/audit.repository.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import type { IdentityProvider } from '../../users/user.view.js';
import { UsersRepository } from '../../users/users.repository.js';
import { SessionCache } from '../sessions/session-cache.js';
import { SessionOpenings } from '../sessions/session-openings.service.js';
import {
  type IssuedTokens,
  SessionTokens,
} from '../sessions/session-tokens.js';
import {
  IdentitiesRepository,
  type IdentityKey,
} from './identities.repository.js';

/** A person a provider vouches for. */
export interface Person extends IdentityKey {
  readonly nickname: string;
  /** An address the provider has seen the person reach. */
  readonly verifiedEmail: string | undefined;
}

/** Each try loses only to another login of the same person, or to somebody who verified the same address. */
const MAX_TRIES = 5;

/** Logs in and links people whom a provider vouches for. Never joins accounts by their e-mail (security.md §3). */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly repository: IdentitiesRepository,
    private readonly users: UsersRepository,
    private readonly openings: SessionOpenings,
    private readonly tokens: SessionTokens,
    private readonly cache: SessionCache,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws CodedException account_disabled */
  async logIn(person: Person, client: Client): Promise<IssuedTokens> {
    for (let tries = 0; tries < MAX_TRIES; tries += 1) {
      const known = await this.repository.find(person);
      if (known?.status === 'disabled') {
        await this.audit.insert({
          type: 'login.failed',
          userId: known.userId,
          ip: client.ip,
          details: { reason: 'account disabled', provider: person.provider },
        });
        throw new CodedException('account_disabled');
      }
      const issued = known
        ? await this.openings.byIdentity(known.userId, person, client)
        : await this.register(person, client);
      if (issued) return { ...issued, isNewUser: !known };
    }
    throw new CodedException('unavailable');
  }

  /**
   * Adds a way in to the caller's account; one that it has already stays.
   * @throws CodedException identity_taken, session_revoked
   */
  async link(
    person: IdentityKey,
    by: { userId: string; sessionId: string },
    { ip }: Client,
  ): Promise<void> {
    const isLinked = await this.repository.link(person, { ...by, ip });
    this.cache.evict(by.userId);
    if (isLinked) return;
    const live = await this.cache.find(by.userId, by.sessionId);
    if (!live) throw new CodedException('session_revoked');
    const owner = await this.repository.find(person);
    if (owner?.userId !== by.userId) throw new CodedException('identity_taken');
  }

  /**
   * Who the caller is at the provider, to be told there before it is forgotten here.
   * @throws CodedException not_found, last_credential
   */
  async findUnlinkable(
    provider: IdentityProvider,
    userId: string,
  ): Promise<string> {
    const found = await this.repository.findOfUser(provider, userId);
    if (!found) throw new CodedException('not_found');
    if (found.isLastCredential) throw new CodedException('last_credential');
    return found.providerUserId;
  }

  /** Who the user is at the provider. */
  async findOfUser(
    provider: IdentityProvider,
    userId: string,
  ): Promise<string | undefined> {
    const found = await this.repository.findOfUser(provider, userId);
    return found?.providerUserId;
  }

  /** @throws CodedException last_credential */
  async unlink(
    provider: IdentityProvider,
    userId: string,
    { ip }: Client,
  ): Promise<void> {
    const isUnlinked = await this.repository.unlink(provider, { userId, ip });
    this.cache.evict(userId);
    if (!isUnlinked && (await this.repository.findOfUser(provider, userId)))
      throw new CodedException('last_credential');
  }

  /** The provider says that the person left. Nothing happens when nobody here is that person. */
  async release(identity: IdentityKey): Promise<void> {
    const userId = await this.repository.release(identity);
    if (userId) this.cache.evict(userId);
  }

  private async register(
    person: Person,
    client: Client,
  ): Promise<IssuedTokens | undefined> {
    const userId = randomUUID();
    const { id, record, refreshToken } = this.tokens.begin(userId, client);
    const email = await this.addressOf(person);
    const createdAt = new Date(record.createdAt);
    const user = { id: userId, nickname: person.nickname, email, createdAt };
    const isRegistered = await this.repository.register(
      person,
      { ...user, refreshTokens: { [id]: record } },
      client.ip,
    );
    if (!isRegistered) return undefined;
    const visible = {
      ...user,
      username: null,
      emailVerified: email !== null,
      role: 'user' as const,
      hasPassword: false,
      identityProviders: [person.provider],
    };
    return this.tokens.issue(visible, id, refreshToken, record.expiresAt);
  }

  /** An address somebody else has verified stays theirs, and this account goes without. */
  private async addressOf({ verifiedEmail }: Person): Promise<string | null> {
    if (verifiedEmail === undefined) return null;
    const owner = await this.users.findIdByVerifiedEmail(verifiedEmail);
    return owner === undefined ? verifiedEmail : null;
  }
}
