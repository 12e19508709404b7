import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { namedQuery } from '../../common/named-query.js';
import type { RotatedMembers } from '../../users/session-record.js';
import type { VisibleUser } from '../../users/user.view.js';
import {
  toVisibleUser,
  type VisibleUserRow,
} from '../../users/visible-user.sql.js';
import * as sql from './sessions.sql.js';

export interface Rotation {
  readonly userId: string;
  readonly sessionId: string;
  /** What the record becomes. The rotation happens only while `previous` is still its current hash. */
  readonly members: RotatedMembers;
}

/** The statements that swap the current tokens of sessions for their successors. */
@Injectable()
export class SessionRotationsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** For each rotation the user; undefined when the token presented is not the current one. */
  rotate(rotations: readonly Rotation[]): Promise<(VisibleUser | undefined)[]> {
    return this.query('sessions.rotate', sql.ROTATE, rotations);
  }

  /**
   * The same, and undefined where the row is busy: held by another statement, or written by this one for another session.
   * So nobody waits for another user's row, and no two statements for each other.
   */
  rotateFree(
    rotations: readonly Rotation[],
  ): Promise<(VisibleUser | undefined)[]> {
    return this.query('sessions.rotateFree', sql.ROTATE_FREE, rotations);
  }

  private async query(
    name: string,
    text: string,
    rotations: readonly Rotation[],
  ): Promise<(VisibleUser | undefined)[]> {
    const rows = await namedQuery<VisibleUserRow & { current: string }>(
      this.dataSource,
      name,
      text,
      [
        rotations.map(({ userId }) => userId),
        rotations.map(({ sessionId }) => sessionId),
        rotations.map(({ members }) => members),
      ],
    );
    // By the successor, which is one rotation's alone: of two with the same token only one was written.
    const users = new Map(rows.map((row) => [row.current, toVisibleUser(row)]));
    return rotations.map(({ members }) => users.get(members.current));
  }
}
