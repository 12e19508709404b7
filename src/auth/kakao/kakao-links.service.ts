import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import type { Client } from '../../common/http/client.decorator.js';
import type { UserView } from '../../users/user.view.js';
import { IdentitiesService } from '../identities/identities.service.js';
import { SessionCache } from '../sessions/session-cache.js';
import { KakaoClient } from './kakao-client.js';
import { KakaoExchange } from './kakao-exchange.service.js';
import { kakaoDeadline } from './kakao-http.js';
import { toPerson } from './kakao-people.service.js';
import type { KakaoProof } from './kakao-proof.js';

/** Kakao as one more way into an account, and no longer one. */
@Injectable()
export class KakaoLinks {
  constructor(
    private readonly exchange: KakaoExchange,
    private readonly identities: IdentitiesService,
    private readonly sessions: SessionCache,
    private readonly client: KakaoClient,
  ) {}

  /** @throws CodedException redirect_not_allowed, kakao_rejected, kakao_unavailable, identity_taken, session_revoked */
  async link(
    proof: KakaoProof,
    by: { userId: string; sessionId: string },
    client: Client,
  ): Promise<UserView> {
    const profile = await this.exchange.identify(proof);
    await this.identities.link(toPerson(profile), by, client);
    const live = await this.sessions.find(by.userId, by.sessionId);
    if (!live) throw new CodedException('session_revoked');
    return live.user;
  }

  /**
   * Kakao is told first: should it not answer, nothing has changed and the caller tries again.
   * @throws CodedException not_found, last_credential, kakao_unavailable
   */
  async unlink(userId: string, client: Client): Promise<void> {
    const kakaoId = await this.identities.findUnlinkable('kakao', userId);
    await this.client.unlink(kakaoId, kakaoDeadline());
    await this.identities.unlink('kakao', userId, client);
  }

  /** Tells Kakao, and changes nothing here; who it was told of, if anybody. @throws CodedException kakao_unavailable */
  async takeLeave(userId: string): Promise<string | undefined> {
    const kakaoId = await this.identities.findOfUser('kakao', userId);
    if (kakaoId) await this.client.unlink(kakaoId, kakaoDeadline());
    return kakaoId;
  }
}
