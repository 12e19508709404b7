import { Injectable } from '@nestjs/common';
import { type AuthUser, SessionCache } from '../auth/index.js';
import { CodedException } from '../common/errors/coded.exception.js';
import { toUserView, type UserView } from '../users/user.view.js';

@Injectable()
export class AccountService {
  constructor(private readonly sessions: SessionCache) {}

  /** @throws CodedException session_revoked when the session ended since the guard looked */
  async find({ id, sessionId }: AuthUser): Promise<UserView> {
    const live = await this.sessions.find(id, sessionId);
    if (!live) throw new CodedException('session_revoked');
    return toUserView(live.user);
  }
}
