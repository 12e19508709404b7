import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { defaultNickname } from '../../users/user-fields.js';
import { IdentitiesRepository } from '../identities/identities.repository.js';
import type { Person } from '../identities/identities.service.js';
import { KakaoClient } from './kakao-client.js';
import { KakaoIdTokens } from './kakao-id-tokens.js';
import type { KakaoProfile } from './kakao-profile.js';

/** Makes one person of what Kakao says in several places. */
@Injectable()
export class KakaoPeople {
  constructor(
    private readonly client: KakaoClient,
    private readonly idTokens: KakaoIdTokens,
    private readonly identities: IdentitiesRepository,
  ) {}

  /**
   * The profile behind tokens that a code of ours was redeemed for.
   * @throws CodedException kakao_rejected when the id_token that came along is not good, or somebody else's
   */
  async profileOf(
    tokens: {
      accessToken: string;
      idToken: string | undefined;
      nonce: string | undefined;
    },
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const { accessToken, idToken, nonce } = tokens;
    const claimed =
      idToken === undefined
        ? undefined
        : await this.idTokens.verify(idToken, nonce, deadline);
    const profile = await this.client.profile(accessToken, deadline);
    if (claimed && claimed.id !== profile.id)
      throw new CodedException('kakao_rejected');
    return profile;
  }

  /**
   * Kakao unlinks who never had the profile read within a day of the first login, so for somebody new it is
   * read once, with the admin key; without one, the id_token's own claims have to do.
   */
  async completed(
    claimed: KakaoProfile,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const known = await this.identities.find({
      provider: 'kakao',
      providerUserId: claimed.id,
    });
    if (known) return claimed;
    const profile = await this.client.profileById(claimed.id, deadline);
    if (profile && profile.id !== claimed.id)
      throw new CodedException('kakao_rejected');
    return profile ?? claimed;
  }
}

export function toPerson({
  id,
  nickname,
  verifiedEmail,
}: KakaoProfile): Person {
  return {
    provider: 'kakao',
    providerUserId: id,
    nickname: nickname ?? defaultNickname(null),
    verifiedEmail,
  };
}
