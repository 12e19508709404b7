import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  AuditRepository,
  type StrangersEvent,
} from '../../audit/audit.repository.js';
import type { Client } from '../../common/http/client.decorator.js';
import { BackOff } from '../limits/back-off.js';
import { PasswordHasher } from './password-hasher.js';

/** What the audit says of a failure; attempts of one reason wait for each other only. */
const REASONS = ['wrong password', 'wrong current password'] as const;
type Reason = (typeof REASONS)[number];

/** Somebody's try at a password. */
export interface PasswordAttempt {
  /** Null where nobody has the name. */
  readonly userId: string | null;
  /** Whose count it goes to: the user's id, or what was looked up where nobody has the name, so that both wait alike. */
  readonly key: string;
  readonly storedHash: string | null;
  readonly password: string;
}

/** Judges passwords: slowly where somebody guesses, and every failure on record. */
@Injectable()
export class PasswordAttempts {
  constructor(
    private readonly backOff: BackOff,
    private readonly hasher: PasswordHasher,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws CodedException rate_limited before anything is hashed, unavailable */
  async judge(
    attempt: PasswordAttempt,
    { ip }: Client,
    reason: Reason,
  ): Promise<boolean> {
    const { userId, key, storedHash, password } = attempt;
    const { isRight, waitSeconds } = await this.backOff.judge(
      countKey(reason, key),
      () => this.hasher.verify(storedHash, password),
    );
    if (isRight) return true;
    const by = { userId, ip };
    await this.record({ type: 'login.failed', ...by, details: { reason } });
    const details = { seconds: String(waitSeconds) };
    if (waitSeconds > 0)
      await this.record({ type: 'login.throttled', ...by, details });
    return false;
  }

  /** Ends every wait for the user's password: guesses at the old one must not keep its owner from the new one. */
  async forgive(userId: string): Promise<void> {
    for (const reason of REASONS)
      await this.backOff.forgive(countKey(reason, userId));
  }

  private record(event: StrangersEvent): Promise<void> {
    return event.userId === null
      ? this.audit.insert(event)
      : this.audit.insertIfUserExists(event);
  }
}

/** Hashed, because a name may be as long as a body. */
function countKey(reason: Reason, key: string): string {
  return `${reason}:${createHash('sha256').update(key).digest('base64url')}`;
}
