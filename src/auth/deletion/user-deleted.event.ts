import { OnEvent } from '@nestjs/event-emitter';
import type { EntityManager } from 'typeorm';

/** Told while a user is being deleted: the row is still there, and everything happens in one transaction. */
export class UserDeleted {
  constructor(
    readonly userId: string,
    /** The transaction. What a handler writes with it happens with the deletion or not at all. */
    readonly manager: EntityManager,
  ) {}
}

export const USER_DELETED = 'user.deleted';

/**
 * Marks a method that removes what a module keeps of a user; what it throws keeps the user from being deleted.
 * Nest's own `@OnEvent` would log the error and let the deletion go on.
 * @example
 * \@OnUserDeleted() async forget({ userId, manager }: UserDeleted) { await manager.delete(Draft, { authorId: userId }); }
 */
export const OnUserDeleted = () =>
  OnEvent(USER_DELETED, { suppressErrors: false });
