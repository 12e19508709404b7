import { availableParallelism } from 'node:os';
import { Injectable } from '@nestjs/common';
import { hash, verify } from '@node-rs/argon2';
import { verify as verifyBcrypt } from '@node-rs/bcrypt';
import pLimit from 'p-limit';
import { CodedException } from '../../common/errors/coded.exception.js';

// OWASP Password Storage Cheat Sheet; the library's algorithm is Argon2id unless told otherwise.
const PARAMETERS = {
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
  outputLen: 32,
} as const;
const CURRENT = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/;
const ARGON2 =
  /^\$argon2(id|i|d)\$v=\d+\$m=\d+,t=\d+,p=\d+\$[\w+/]{11,}\$[\w+/]{16,}$/;
/** From cost 10; what is weaker is no protection. */
const BCRYPT = /^\$2[aby]\$(?:1\d|2\d|3[01])\$[./\w]{53}$/;
const MAX_WAITING = 32;

/**
 * Hashes and verifies passwords. Each takes a core for milliseconds on Node's thread pool,
 * which everybody shares: as many at once as there are cores, a short queue, then a 503,
 * so that a flood of logins does not slow the other routes.
 */
@Injectable()
export class PasswordHasher {
  private readonly limit = pLimit(Math.max(2, availableParallelism()));
  /** Verified against where there is no hash, so that the answer takes as long. */
  private readonly decoy = this.hash('no password is this');

  /** @returns a PHC string @throws CodedException unavailable when too many are waiting */
  async hash(password: string): Promise<string> {
    return this.whenFree(() => hash(normalize(password), PARAMETERS));
  }

  /**
   * @param stored a PHC or bcrypt string; null, or one that nothing verifies with, takes as long and is false
   * @throws CodedException unavailable when too many are waiting
   */
  async verify(stored: string | null, password: string): Promise<boolean> {
    const isVerifiable =
      stored !== null && (ARGON2.test(stored) || BCRYPT.test(stored));
    const target = isVerifiable ? stored : await this.decoy;
    const matches = await this.whenFree(() =>
      BCRYPT.test(target)
        ? verifyBcrypt(normalize(password), target)
        : verify(target, normalize(password)),
    );
    return isVerifiable && matches;
  }

  /** Whether a stored hash is weaker than what would be made today. */
  isOutdated(stored: string): boolean {
    return !CURRENT.test(stored);
  }

  private async whenFree<T>(work: () => Promise<T>): Promise<T> {
    if (this.limit.pendingCount >= MAX_WAITING)
      throw new CodedException('unavailable', { retryAfter: 1 });
    return this.limit(work);
  }
}

/** The same password typed on another keyboard is the same password (NIST SP 800-63B-4 §3.1.1.2, RFC 8265). */
function normalize(password: string): string {
  return password.normalize('NFKC');
}
