import { Injectable } from '@nestjs/common';
import type { Client } from '../../common/http/client.decorator.js';
import { IdentitiesService } from '../identities/identities.service.js';
import { KakaoClient } from './kakao-client.js';
import { kakaoDeadline } from './kakao-http.js';

/** Ends links with Kakao, there and here. */
@Injectable()
export class KakaoLinks {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly client: KakaoClient,
  ) {}

  /**
   * Kakao is told first: should it not answer, nothing has changed and the caller tries again.
   * @throws CodedException not_found, last_credential, kakao_unavailable
   */
  async unlink(userId: string, client: Client): Promise<void> {
    const kakaoId = await this.identities.findUnlinkable('kakao', userId);
    await this.client.unlink(kakaoId, kakaoDeadline());
    await this.identities.unlink('kakao', userId, client);
  }
}
