import { Injectable } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import type { User } from '../../users/user.entity.js';
import { PasswordAttempts } from './password-attempts.service.js';

const RECENT_LOGIN_MS = 10 * 60_000;

/** Asks once more who it is, before what a stolen access token must not be enough for. */
@Injectable()
export class Reauthentication {
  constructor(
    private readonly attempts: PasswordAttempts,
    private readonly clock: Clock,
  ) {}

  /**
   * Who has a password shows it; who has none must have logged in within the last ten minutes.
   * @throws CodedException reauthentication_required, invalid_credentials, rate_limited
   */
  async confirm(
    user: User,
    sessionId: string,
    password: string | undefined,
    client: Client,
  ): Promise<void> {
    const startedAt = user.refreshTokens[sessionId]?.createdAt ?? 0;
    const isRecent = this.clock.now() - startedAt < RECENT_LOGIN_MS;
    if (user.passwordHash === null && isRecent) return;
    if (user.passwordHash === null || password === undefined)
      throw new CodedException('reauthentication_required');
    const isRight = await this.attempts.judge(
      {
        userId: user.id,
        key: user.id,
        storedHash: user.passwordHash,
        password,
      },
      client,
      'wrong current password',
    );
    if (!isRight) throw new CodedException('invalid_credentials');
  }
}
