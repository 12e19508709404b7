import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { namedQuery } from '../common/named-query.js';
import {
  toVisibleUser,
  type VisibleUserRow,
} from '../users/visible-user.sql.js';
import type { UserStatus } from '../users/user.entity.js';
import type { AdministratedUser } from './dto/admin-user.view.js';
import * as sql from './users-list.sql.js';

interface Row extends VisibleUserRow {
  readonly status: UserStatus;
  readonly last_login_at: Date | null;
  readonly session_count: number;
  readonly microseconds: string;
}

/** Where a user stands in the list: registered when, to the microsecond, and the id. */
export interface Position {
  readonly microseconds: string;
  readonly id: string;
}

export type ListedUser = AdministratedUser & Position;

/** Users as administrators read them, the newest first. */
@Injectable()
export class UsersListRepository {
  constructor(private readonly dataSource: DataSource) {}

  async findById(id: string, now: number): Promise<ListedUser | undefined> {
    const [found] = await this.query('find', sql.FIND, [now, id]);
    return found;
  }

  find(
    before: Position | undefined,
    count: number,
    now: number,
  ): Promise<ListedUser[]> {
    const values = [now, before?.microseconds, before?.id, count];
    return this.query('list', sql.LIST, values);
  }

  /** Those whose username, nickname or e-mail address has `term` in it, in any case. */
  search(
    term: string,
    before: Position | undefined,
    count: number,
    now: number,
  ): Promise<ListedUser[]> {
    const values = [now, before?.microseconds, before?.id, count, term];
    return this.query('search', sql.SEARCH, values);
  }

  private async query(
    name: string,
    text: string,
    values: unknown[],
  ): Promise<ListedUser[]> {
    const rows = await namedQuery<Row>(
      this.dataSource,
      `usersList.${name}`,
      text,
      values,
    );
    return rows.map((row) => ({
      ...toVisibleUser(row),
      status: row.status,
      lastLoginAt: row.last_login_at,
      sessionCount: row.session_count,
      microseconds: row.microseconds,
    }));
  }
}
