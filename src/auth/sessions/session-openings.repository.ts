import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { namedQuery } from '../../common/named-query.js';
import type { SessionRecord } from '../../users/session-record.js';
import type { VisibleUser } from '../../users/user.view.js';
import {
  toVisibleUser,
  type VisibleUserRow,
} from '../../users/visible-user.sql.js';
import * as sql from './sessions.sql.js';

export interface Opening {
  readonly userId: string;
  readonly sessionId: string;
  readonly record: SessionRecord;
  readonly maxSessions: number;
}

/** The statements that add a session. Whether its login still holds is asked where the row is written. */
@Injectable()
export class SessionOpeningsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds a session and drops ended and least recently used ones; undefined when the password has
   * changed since it was checked against `passwordHash`, or the account is no longer active.
   */
  openByPassword(
    opening: Opening,
    passwordHash: string,
  ): Promise<VisibleUser | undefined> {
    return this.open('sessions.openByPassword', sql.OPEN_BY_PASSWORD, opening, [
      passwordHash,
    ]);
  }

  /** The same; undefined when the identity is no longer the user's. */
  openByIdentity(
    opening: Opening,
    provider: string,
    providerUserId: string,
  ): Promise<VisibleUser | undefined> {
    return this.open('sessions.openByIdentity', sql.OPEN_BY_IDENTITY, opening, [
      provider,
      providerUserId,
    ]);
  }

  private async open(
    name: string,
    text: string,
    { userId, sessionId, record, maxSessions }: Opening,
    proof: string[],
  ): Promise<VisibleUser | undefined> {
    const rows = await namedQuery<VisibleUserRow>(this.dataSource, name, text, [
      userId,
      sessionId,
      JSON.stringify(record),
      record.createdAt,
      maxSessions - 1,
      record.ip,
      ...proof,
    ]);
    return rows[0] && toVisibleUser(rows[0]);
  }
}
