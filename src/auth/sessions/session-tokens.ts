import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import type { Client } from '../../common/http/client.decorator.js';
import { Config } from '../../config/config.js';
import type {
  RotatedMembers,
  SessionRecord,
} from '../../users/session-record.js';
import type { VisibleUser } from '../../users/user.view.js';
import { AccessTokens } from '../tokens/access-token.js';
import {
  RefreshTokens,
  type VerifiedRefreshToken,
} from '../tokens/refresh-token.js';

/** A session on paper: its id, its record for the database and its first refresh token. */
export interface NewSession {
  readonly id: string;
  readonly record: SessionRecord;
  readonly refreshToken: string;
}

/** What a login or refresh comes to. */
export interface IssuedTokens {
  readonly user: VisibleUser;
  readonly accessToken: string;
  /** Seconds the access token lives. */
  readonly expiresIn: number;
  readonly refreshToken: string;
  /** When the refresh token ends, milliseconds since 1970. */
  readonly refreshExpiresAt: number;
  /** Told only where a login may have made the account. */
  readonly isNewUser?: boolean;
}

/** Makes the tokens of a session and computes their lives. Stores nothing. */
@Injectable()
export class SessionTokens {
  constructor(
    private readonly accessTokens: AccessTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  begin(userId: string, client: Client): NewSession {
    const id = randomUUID();
    const now = this.clock.now();
    const authTime = Math.floor(now / 1000);
    const expiresAt = this.endOf(now, authTime);
    const claims = {
      sub: userId,
      sid: id,
      authTime,
      iat: authTime,
      exp: expiresAt / 1000,
    };
    const refreshToken = this.refreshTokens.first(claims);
    const record = {
      current: this.refreshTokens.hash(refreshToken),
      previous: null,
      salt: null,
      createdAt: now,
      rotatedAt: now,
      expiresAt,
      userAgent: client.userAgent,
      ip: client.ip,
    };
    return { id, record, refreshToken };
  }

  /** The successor of `presented` as of now, and what the session's record becomes. */
  succeed(presented: VerifiedRefreshToken): {
    refreshToken: string;
    rotated: RotatedMembers;
  } {
    const rotatedAt = this.clock.now();
    const expiresAt = this.endOf(rotatedAt, presented.claims.authTime);
    // Node draws the bits of many of these at once.
    const salt = randomUUID();
    const refreshToken = this.refreshTokens.successor(
      presented,
      salt,
      timesOf({ rotatedAt, expiresAt }),
    );
    const current = this.refreshTokens.hash(refreshToken);
    const previous = this.refreshTokens.hash(presented.token);
    return {
      refreshToken,
      rotated: { current, previous, salt, rotatedAt, expiresAt },
    };
  }

  /**
   * The successor that somebody else was given for `presented`, computed anew from the record;
   * undefined when none of our secrets signs it, as while a new secret is being rolled out.
   */
  recompute(
    presented: VerifiedRefreshToken,
    record: SessionRecord,
  ): string | undefined {
    return this.config.refreshSecrets
      .map((signedBy) =>
        this.refreshTokens.successor(
          presented,
          record.salt ?? '',
          timesOf(record),
          signedBy,
        ),
      )
      .find((token) => this.refreshTokens.hash(token) === record.current);
  }

  isCurrent(
    presented: VerifiedRefreshToken,
    { current }: SessionRecord,
  ): boolean {
    return this.refreshTokens.isHash(current, presented.token);
  }

  /** The immediate parent only: a grace that moved with each rotation would let a thief stay one step behind for ever. */
  isWithinGrace(
    presented: VerifiedRefreshToken,
    record: SessionRecord,
  ): boolean {
    return (
      this.isJustRotated(record) &&
      this.refreshTokens.isHash(record.previous ?? '', presented.token)
    );
  }

  isJustRotated({ rotatedAt }: SessionRecord): boolean {
    return this.clock.now() < rotatedAt + this.config.refreshGrace;
  }

  /** Adds an access token that ends no later than the session. */
  issue(
    user: VisibleUser,
    sessionId: string,
    refreshToken: string,
    expiresAt: number,
  ): IssuedTokens {
    const iat = Math.floor(this.clock.now() / 1000);
    const exp = Math.min(
      iat + this.config.accessTokenTtl / 1000,
      expiresAt / 1000,
    );
    const accessToken = this.accessTokens.sign({
      sub: user.id,
      sid: sessionId,
      iat,
      exp,
    });
    return {
      user,
      accessToken,
      expiresIn: exp - iat,
      refreshToken,
      refreshExpiresAt: expiresAt,
    };
  }

  /** The idle or the absolute end, whichever is first, in whole seconds because `exp` is. */
  private endOf(rotatedAt: number, authTime: number): number {
    const idleEnd = rotatedAt + this.config.refreshTokenTtl;
    const absoluteEnd = authTime * 1000 + this.config.sessionMaxAge;
    return Math.floor(Math.min(idleEnd, absoluteEnd) / 1000) * 1000;
  }
}

function timesOf({
  rotatedAt,
  expiresAt,
}: Pick<SessionRecord, 'rotatedAt' | 'expiresAt'>) {
  return { iat: Math.floor(rotatedAt / 1000), exp: expiresAt / 1000 };
}
