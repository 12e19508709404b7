import { Injectable } from '@nestjs/common';
import {
  type AuthUser,
  Reauthentication,
  SessionCache,
  UserDeletion,
} from '../auth/index.js';
import { CodedException } from '../common/errors/coded.exception.js';
import type { Client } from '../common/http/client.decorator.js';
import type { UserView } from '../users/user.view.js';
import { UsersRepository } from '../users/users.repository.js';

@Injectable()
export class AccountService {
  constructor(
    private readonly sessions: SessionCache,
    private readonly users: UsersRepository,
    private readonly reauthentication: Reauthentication,
    private readonly deletion: UserDeletion,
  ) {}

  /** @throws CodedException session_revoked when the session ended since the guard looked */
  async find({ id, sessionId }: AuthUser): Promise<UserView> {
    const live = await this.sessions.find(id, sessionId);
    if (!live) throw new CodedException('session_revoked');
    return live.user;
  }

  /** @throws CodedException reauthentication_required, invalid_credentials, session_revoked, last_admin, kakao_unavailable */
  async delete(
    { id, sessionId }: AuthUser,
    password: string | undefined,
    client: Client,
  ): Promise<void> {
    const user = await this.users.findById(id);
    if (!user) throw new CodedException('session_revoked');
    await this.reauthentication.confirm(user, sessionId, password, client);
    const { passwordHash } = user;
    await this.deletion.deleteOwn(id, { sessionId, passwordHash });
  }
}
