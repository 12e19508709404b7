import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditRepository } from '../../audit/audit.repository.js';
import type { Client } from '../../common/http/client.decorator.js';
import { BackOff } from '../limits/back-off.js';
import { PasswordHasher } from './password-hasher.js';

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

  /**
   * @param reason what the audit says of a failure; attempts of one reason wait for each other only
   * @throws CodedException rate_limited before anything is hashed, unavailable
   */
  async judge(
    attempt: PasswordAttempt,
    { ip }: Client,
    reason: string,
  ): Promise<boolean> {
    const { userId, key, storedHash, password } = attempt;
    const { isRight, waitSeconds } = await this.backOff.judge(
      countKey(reason, key),
      () => this.hasher.verify(storedHash, password),
    );
    if (isRight) return true;
    const event = { userId, ip };
    const details = { reason };
    await this.audit.insert({ type: 'login.failed', ...event, details });
    if (waitSeconds > 0)
      await this.audit.insert({
        type: 'login.throttled',
        ...event,
        details: { seconds: String(waitSeconds) },
      });
    return false;
  }
}

/** Hashed, because a name may be as long as a body. */
function countKey(reason: string, key: string): string {
  return `${reason}:${createHash('sha256').update(key).digest('base64url')}`;
}
