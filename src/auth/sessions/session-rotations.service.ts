import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import type { VerifiedRefreshToken } from '../tokens/refresh-token.js';
import {
  type Rotation,
  SessionRotationsRepository,
} from './session-rotations.repository.js';
import { type IssuedTokens, SessionTokens } from './session-tokens.js';

/** Keeps a statement short, and the rows it holds few. */
const MAX_TOGETHER = 100;

type Swapped = IssuedTokens | undefined;

/**
 * Swaps current refresh tokens for their successors. A commit costs more than many rows, so refreshes that arrive in
 * one turn of the event loop are written together.
 */
@Injectable()
export class SessionRotations {
  private readonly together = new DataLoader<VerifiedRefreshToken, Swapped>(
    (presented) =>
      this.write(presented, (rotations) =>
        this.repository.rotateFree(rotations),
      ),
    {
      cache: false,
      maxBatchSize: MAX_TOGETHER,
      batchScheduleFn: (start) => setImmediate(start),
    },
  );

  constructor(
    private readonly repository: SessionRotationsRepository,
    private readonly tokens: SessionTokens,
  ) {}

  /** Undefined when the token is not the session's current one, or the user's row is busy. */
  swap(presented: VerifiedRefreshToken): Promise<Swapped> {
    return this.together.load(presented);
  }

  /** The same, but waits for a busy row. */
  async swapBusy(presented: VerifiedRefreshToken): Promise<Swapped> {
    const [swapped] = await this.write([presented], (rotations) =>
      this.repository.rotate(rotations),
    );
    return swapped;
  }

  private async write(
    presented: readonly VerifiedRefreshToken[],
    statement: SessionRotationsRepository['rotate'],
  ): Promise<Swapped[]> {
    const successors = presented.map((one) => this.tokens.succeed(one));
    const rotations = presented.map(({ claims }, index): Rotation => ({
      userId: claims.sub,
      sessionId: claims.sid,
      members: successors[index]!.rotated,
    }));
    const users = await statement(rotations);
    return rotations.map(({ sessionId, members: { expiresAt } }, index) => {
      const user = users[index];
      const { refreshToken } = successors[index]!;
      return (
        user && this.tokens.issue(user, sessionId, refreshToken, expiresAt)
      );
    });
  }
}
