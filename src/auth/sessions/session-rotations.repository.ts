import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
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

/** One commit costs more than many rows: rotations that arrive in one turn of the event loop share a statement. */
const MAX_TOGETHER = 100;

/** The statement that swaps the current token of a session for its successor. */
@Injectable()
export class SessionRotationsRepository {
  private readonly together = new DataLoader<Rotation, VisibleUser | undefined>(
    (rotations) => this.rotateFree(rotations),
    {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: (start) => setImmediate(start),
    },
  );

  constructor(private readonly dataSource: DataSource) {}

  /** Swaps the current token for its successor; undefined when the token presented is not the current one. */
  async rotate(rotation: Rotation): Promise<VisibleUser | undefined> {
    const user = await this.together.load(rotation);
    // Whom the statement for all did not find may only have been busy: this one waits.
    return user ?? (await this.rotateAlone(rotation));
  }

  /** Skips rows that others hold, so that nobody waits for somebody else's, and no two statements for each other. */
  private rotateFree(
    rotations: readonly Rotation[],
  ): Promise<(VisibleUser | undefined)[]> {
    return this.swap('sessions.rotateFree', sql.ROTATE_FREE, rotations);
  }

  private async rotateAlone(
    rotation: Rotation,
  ): Promise<VisibleUser | undefined> {
    const [user] = await this.swap('sessions.rotate', sql.ROTATE, [rotation]);
    return user;
  }

  private async swap(
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
    // By the successor, which is nobody else's: of two who present the same token only one has swapped it.
    const users = new Map(rows.map((row) => [row.current, toVisibleUser(row)]));
    return rotations.map(({ members }) => users.get(members.current));
  }
}
