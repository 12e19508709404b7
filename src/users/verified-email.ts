import { describeDatabaseError } from '../common/errors/database-errors.js';

/** Whether a write failed because somebody else has verified the address. */
export function isTakenAddress(error: unknown): boolean {
  return (
    describeDatabaseError(error)?.constraint === 'users_verified_email_unique'
  );
}
