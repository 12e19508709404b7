import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { UsersRepository } from '../../users/users.repository.js';
import { NewPasswords } from '../credentials/new-passwords.service.js';
import { PasswordReplacement } from '../credentials/password-replacement.service.js';
import { OneTimeTokens } from '../one-time-tokens/one-time-tokens.service.js';

/** A new password, or a first one, for whoever reads the account's mail. */
@Injectable()
export class PasswordReset {
  constructor(
    private readonly users: UsersRepository,
    private readonly tokens: OneTimeTokens,
    private readonly newPasswords: NewPasswords,
    private readonly replacement: PasswordReplacement,
  ) {}

  /**
   * The token is looked at first, before a hash is paid for, and used up last, so that a refused password leaves it good.
   * @throws CodedException token_invalid, validation_failed, password_too_weak
   */
  async reset(
    { token, newPassword }: { token: string; newPassword: string },
    client: Client,
  ): Promise<void> {
    const { userId } = await this.tokens.inspect('password_reset', token);
    const user = await this.users.findById(userId);
    if (!user) throw new CodedException('token_invalid');
    const next = await this.newPasswords.accept(
      newPassword,
      user,
      'newPassword',
    );
    await this.replacement.reset({ userId, token }, next, client);
  }
}
