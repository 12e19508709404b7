import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import { UsersRepository } from '../../users/users.repository.js';
import { NewPasswords } from './new-passwords.service.js';
import { PasswordReplacement } from './password-replacement.service.js';
import { Reauthentication } from './reauthentication.service.js';

/** Sets a new password, or the first one, for somebody logged in. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly users: UsersRepository,
    private readonly reauthentication: Reauthentication,
    private readonly newPasswords: NewPasswords,
    private readonly replacement: PasswordReplacement,
  ) {}

  /** @throws CodedException invalid_credentials, reauthentication_required, validation_failed, password_too_weak, session_revoked */
  async change(
    caller: { id: string; sessionId: string },
    passwords: { currentPassword?: string; newPassword: string },
    client: Client,
  ): Promise<void> {
    const { currentPassword, newPassword } = passwords;
    const user = await this.users.findById(caller.id);
    if (!user) throw new CodedException('session_revoked');
    const { sessionId } = caller;
    await this.reauthentication.confirm(
      user,
      sessionId,
      currentPassword,
      client,
    );
    const next = await this.newPasswords.accept(
      newPassword,
      user,
      'newPassword',
    );
    const hashes = { checked: user.passwordHash, next };
    await this.replacement.change(caller, hashes, client);
  }
}
