import { Injectable } from '@nestjs/common';
import { type AuthUser, UserDeletion, UserStanding } from '../auth/index.js';
import type { Client } from '../common/http/client.decorator.js';
import type { AdminUserView } from './dto/admin-user.view.js';
import type { ChangeUserDto } from './dto/change-user.dto.js';
import { UsersList } from './users-list.service.js';

/** What administrators do to users. */
@Injectable()
export class AdminUsers {
  constructor(
    private readonly users: UsersList,
    private readonly standing: UserStanding,
    private readonly deletion: UserDeletion,
  ) {}

  /** @throws CodedException not_found, forbidden, session_revoked, last_admin */
  async change(
    id: string,
    wish: ChangeUserDto,
    by: AuthUser,
    { ip }: Client,
  ): Promise<AdminUserView> {
    await this.standing.change(id, wish, { ...by, ip });
    return this.users.find(id);
  }

  /** @throws CodedException not_found, forbidden, session_revoked */
  async endSessions(id: string, by: AuthUser, { ip }: Client): Promise<void> {
    await this.standing.endSessions(id, { ...by, ip });
  }

  /** @throws CodedException not_found, forbidden, session_revoked, last_admin, kakao_unavailable */
  async delete(id: string, by: AuthUser): Promise<void> {
    await this.deletion.delete(id, by);
  }
}
