import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { toUserView, type UserView } from '../../users/user.view.js';
import { SessionsRepository } from './sessions.repository.js';
import { UserChanges } from './user-changes.js';

/** A user with a live session, as answers may show it. */
export interface LiveUser {
  /** Frozen: every answer until the user changes shows this very one. */
  readonly user: Readonly<UserView>;
  readonly sessionIds: ReadonlySet<string>;
}

/**
 * Who is live, remembered from one request to the next. An entry is forgotten when its user
 * changes, here by `evict` and elsewhere by the notification each write sends; while those
 * can't be heard, nothing remembered counts.
 */
@Injectable()
export class SessionCache {
  private readonly users = new LRUCache<string, LiveUser>({ max: 10_000 });
  /** Reads under way. One that began before a change must not be remembered after it. */
  private readonly reads = new Set<{
    readonly userId: string;
    outdated: boolean;
  }>();

  constructor(
    private readonly repository: SessionsRepository,
    private readonly changes: UserChanges,
  ) {
    changes.subscribe((userId) => (userId ? this.evict(userId) : this.clear()));
  }

  /** The user of a session, or undefined when the session is not live. Says so at once where it is remembered. */
  find(
    userId: string,
    sessionId: string,
  ): LiveUser | undefined | Promise<LiveUser | undefined> {
    const known = this.changes.heard ? this.users.get(userId) : undefined;
    // A session opened elsewhere a moment ago is not in the entry yet, so only the database can say no.
    return known?.sessionIds.has(sessionId)
      ? known
      : this.read(userId, sessionId);
  }

  /** Forgets a user, after every write about one. */
  evict(userId: string): void {
    this.users.delete(userId);
    for (const read of this.reads)
      if (read.userId === userId) read.outdated = true;
  }

  private clear(): void {
    this.users.clear();
    for (const read of this.reads) read.outdated = true;
  }

  private async read(
    userId: string,
    sessionId: string,
  ): Promise<LiveUser | undefined> {
    const read = { userId, outdated: !this.changes.heard };
    this.reads.add(read);
    try {
      const found = await this.repository.findLive(userId);
      const live = found && {
        user: Object.freeze(toUserView(found.user)),
        sessionIds: new Set(found.sessionIds),
      };
      if (live && !read.outdated) this.users.set(userId, live);
      return live?.sessionIds.has(sessionId) ? live : undefined;
    } finally {
      this.reads.delete(read);
    }
  }
}
