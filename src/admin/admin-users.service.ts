import { Injectable } from '@nestjs/common';
import {
  type AuthUser,
  SessionsService,
  UserDeletion,
  UserStanding,
} from '../auth/index.js';
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
    private readonly sessions: SessionsService,
    private readonly deletion: UserDeletion,
  ) {}

  /** @throws CodedException not_found, last_admin */
  async change(
    id: string,
    wish: ChangeUserDto,
    { id: actorId }: AuthUser,
    { ip }: Client,
  ): Promise<AdminUserView> {
    await this.standing.change(id, wish, { actorId, ip });
    return this.users.find(id);
  }

  /** @throws CodedException not_found */
  async endSessions(id: string, by: AuthUser, client: Client): Promise<void> {
    await this.users.find(id);
    await this.sessions.endAll(id, client, by.id);
  }

  /** @throws CodedException not_found, last_admin, kakao_unavailable */
  async delete(id: string, by: AuthUser): Promise<void> {
    await this.deletion.delete(id, by.id);
  }
}
