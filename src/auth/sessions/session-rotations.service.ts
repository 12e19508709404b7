import { Injectable } from '@nestjs/common';
import DataLoader from 'dataloader';
import { WindowLimits } from '../limits/window-limits.js';
import type { VerifiedRefreshToken } from '../tokens/refresh-token.js';
import {
  type Rotation,
  SessionRotationsRepository,
} from './session-rotations.repository.js';
import { type IssuedTokens, SessionTokens } from './session-tokens.js';

/** Keeps a statement short, and the rows it holds few. */
const MAX_TOGETHER = 100;

type Swapped = IssuedTokens | undefined;
type Write = SessionRotationsRepository['rotate'];

/**
 * Swaps current refresh tokens for their successors. A commit costs more than many rows, so refreshes that arrive in
 * one turn of the event loop are written together; callers who race with one token are one of them.
 */
@Injectable()
export class SessionRotations {
  private readonly together = new DataLoader<
    VerifiedRefreshToken,
    Swapped,
    string
  >((presented) => this.swapAll(presented), {
    cacheKeyFn: ({ token }) => token,
    maxBatchSize: MAX_TOGETHER,
    batchScheduleFn: (start) => setImmediate(start),
  });

  constructor(
    private readonly repository: SessionRotationsRepository,
    private readonly tokens: SessionTokens,
    private readonly limits: WindowLimits,
  ) {}

  /** Undefined when the token is not the session's current one, or somebody else holds the user's row just now. */
  swap(presented: VerifiedRefreshToken): Promise<Swapped> {
    return this.together.load(presented);
  }

  /** The same, but waits for who holds the row. */
  async swapBusy(presented: VerifiedRefreshToken): Promise<Swapped> {
    const [swapped] = await this.rotate([presented], (rotations) =>
      this.repository.rotate(rotations),
    );
    return swapped;
  }

  private async swapAll(
    presented: readonly VerifiedRefreshToken[],
  ): Promise<Swapped[]> {
    try {
      return await this.rotate(presented, (rotations) =>
        this.repository.rotateFree(rotations),
      );
    } finally {
      // What is known of a token ends with its statement: who comes later asks the database.
      for (const one of presented) this.together.clear(one);
    }
  }

  private async rotate(
    presented: readonly VerifiedRefreshToken[],
    write: Write,
  ): Promise<Swapped[]> {
    const successors = presented.map((one) => this.tokens.succeed(one));
    const rotations = presented.map(({ claims }, index): Rotation => ({
      userId: claims.sub,
      sessionId: claims.sid,
      members: successors[index]!.rotated,
    }));
    const users = await write(rotations);
    return Promise.all(
      rotations.map(async ({ sessionId, members }, index) => {
        const user = users[index];
        if (!user) return undefined;
        await this.limits.count('rotation', sessionId);
        const { refreshToken } = successors[index]!;
        return this.tokens.issue(
          user,
          sessionId,
          refreshToken,
          members.expiresAt,
        );
      }),
    );
  }
}
