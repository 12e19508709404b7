import { describeDatabaseError } from '../common/errors/database-errors.js';
import type { User } from './user.entity.js';

/** Whether a write failed because somebody else has verified the address. */
export function isTakenAddress(error: unknown): boolean {
  return (
    describeDatabaseError(error)?.constraint === 'users_verified_email_unique'
  );
}

/** The address that waits to be confirmed, if one does. */
export function unconfirmedAddressOf(user: User): string | null {
  return user.pendingEmail ?? (user.emailVerified ? null : user.email);
}
