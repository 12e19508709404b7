import { Injectable } from '@nestjs/common';
import { isUUID } from 'class-validator';
import { Clock } from '../common/clock.js';
import { CodedException } from '../common/errors/coded.exception.js';
import { fromCursor, pageOf } from '../common/http/page.dto.js';
import { type AdminUserView, toAdminUserView } from './dto/admin-user.view.js';
import type { UsersPageView } from './dto/users-page.view.js';
import type { UsersQueryDto } from './dto/users-query.dto.js';
import {
  type ListedUser,
  type Position,
  UsersListRepository,
} from './users-list.repository.js';

/** Finds users for administrators. */
@Injectable()
export class UsersList {
  constructor(
    private readonly repository: UsersListRepository,
    private readonly clock: Clock,
  ) {}

  async list({ q, limit, cursor }: UsersQueryDto): Promise<UsersPageView> {
    const before = cursor === undefined ? undefined : positionOf(cursor);
    const { rows, nextCursor } = pageOf(
      await this.search(q?.trim(), before, Number(limit) + 1),
      Number(limit),
      ({ microseconds, id }) => `${microseconds}.${id}`,
    );
    return { items: rows.map(toAdminUserView), nextCursor };
  }

  /** @throws CodedException not_found */
  async find(id: string): Promise<AdminUserView> {
    const found = await this.repository.findById(id, this.clock.now());
    if (!found) throw new CodedException('not_found');
    return toAdminUserView(found);
  }

  private async search(
    term: string | undefined,
    before: Position | undefined,
    count: number,
  ): Promise<ListedUser[]> {
    const now = this.clock.now();
    if (!term) return this.repository.find(before, count, now);
    const named = isUUID(term) && (await this.repository.findById(term, now));
    if (named) return [named];
    return this.repository.search(term, before, count, now);
  }
}

function positionOf(cursor: string): Position {
  const [microseconds, id] = fromCursor(cursor).split('.') as [string, string];
  return { microseconds, id };
}
