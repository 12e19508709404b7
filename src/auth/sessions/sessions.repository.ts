import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { namedQuery } from '../../common/named-query.js';
import type {
  SessionRecord,
  SessionRecords,
} from '../../users/session-record.js';
import type { VisibleUser } from '../../users/user.view.js';
import {
  toVisibleUser,
  type VisibleUserRow,
} from '../../users/visible-user.sql.js';
import * as sql from './sessions.sql.js';

export interface FoundSession {
  readonly user: VisibleUser;
  readonly record: SessionRecord;
}

export interface LiveSessions {
  readonly user: VisibleUser;
  readonly sessionIds: readonly string[];
}

/** Who ends sessions, for the audit. */
export interface Ending {
  readonly userId: string;
  readonly ip: string;
}

/** Every statement on `users.refresh_tokens` but those of a login or a rotation. Each is one statement: nothing is read first and written later. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** A session of an active user, with its owner. */
  async find(
    userId: string,
    sessionId: string,
  ): Promise<FoundSession | undefined> {
    const [row] = await this.query<VisibleUserRow & { record: SessionRecord }>(
      'sessions.find',
      sql.FIND,
      [userId, sessionId],
    );
    return row && { user: toVisibleUser(row), record: row.record };
  }

  /** Who is live: the user, if active, and the ids of all sessions. */
  async findLive(userId: string): Promise<LiveSessions | undefined> {
    const [row] = await this.query<VisibleUserRow & { session_ids: string[] }>(
      'sessions.findLive',
      sql.FIND_LIVE,
      [userId],
    );
    return row && { user: toVisibleUser(row), sessionIds: row.session_ids };
  }

  async findAll(userId: string): Promise<SessionRecords> {
    const [row] = await this.query<{ records: SessionRecords }>(
      'sessions.findAll',
      'SELECT refresh_tokens AS records FROM users WHERE id = $1',
      [userId],
    );
    return row?.records ?? {};
  }

  /** Ends one session; false when there was none. */
  async end(sessionId: string, by: Ending): Promise<boolean> {
    const rows = await this.query('sessions.end', sql.END, [
      by.userId,
      sessionId,
      by.ip,
    ]);
    return rows.length > 0;
  }

  /** Ends a session whose old token came back. */
  async endReused(sessionId: string, by: Ending): Promise<void> {
    await this.query('sessions.endReused', sql.END_REUSED, [
      by.userId,
      sessionId,
      by.ip,
    ]);
  }

  /** @param manager the transaction in which somebody else ends them; left out where it is the user */
  async endAll(
    by: Ending,
    actorId: string,
    manager: EntityManager = this.dataSource.manager,
  ): Promise<void> {
    await manager.query(sql.END_ALL, [by.userId, by.ip, actorId]);
  }

  /**
   * Sets a new password and ends every other session in one statement; false when the
   * session has ended or the password has changed since it was checked.
   */
  async changePassword(
    sessionId: string,
    by: Ending,
    { checked, next }: { checked: string | null; next: string },
    manager: EntityManager,
  ): Promise<boolean> {
    const values = [by.userId, sessionId, checked, next, by.ip];
    const rows = await manager.query<unknown[]>(sql.CHANGE_PASSWORD, values);
    return rows.length > 0;
  }

  /** Sets a new password and ends every session; false unless the address is an active user's verified one. */
  async resetPassword(
    { userId, email }: { userId: string; email: string },
    passwordHash: string,
    ip: string,
    manager: EntityManager,
  ): Promise<boolean> {
    const values = [userId, email, passwordHash, ip];
    const rows = await manager.query<unknown[]>(sql.RESET_PASSWORD, values);
    return rows.length > 0;
  }

  private query<Row extends object>(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<Row[]> {
    return namedQuery<Row>(this.dataSource, name, text, values);
  }
}
