import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import { KakaoClient } from './kakao-client.js';
import { kakaoDeadline } from './kakao-http.js';
import { KakaoIdTokens } from './kakao-id-tokens.js';
import type { KakaoProfile } from './kakao-profile.js';
import type { KakaoProof } from './kakao-proof.js';
import { KakaoPeople } from './kakao-people.service.js';

type CodeProof = Extract<KakaoProof, { code: object }>;
type IdTokenProof = Extract<KakaoProof, { idToken: string }>;

/** Finds out whom a front end's code or token stands for. */
@Injectable()
export class KakaoExchange {
  constructor(
    private readonly client: KakaoClient,
    private readonly idTokens: KakaoIdTokens,
    private readonly people: KakaoPeople,
    private readonly config: Config,
  ) {}

  /** @throws CodedException kakao_disabled, redirect_not_allowed, kakao_rejected, kakao_unavailable */
  async identify(proof: KakaoProof): Promise<KakaoProfile> {
    if (!this.config.kakao) throw new CodedException('kakao_disabled');
    const deadline = kakaoDeadline();
    if ('code' in proof) return this.byCode(proof, deadline);
    if ('idToken' in proof) return this.byIdToken(proof, deadline);
    return this.byAccessToken(proof.accessToken, deadline);
  }

  private async byCode(
    { code, nonce }: CodeProof,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    // A code sent elsewhere was not meant for our front end (RFC 9700 §2.1).
    if (!this.config.kakaoRedirectUris.includes(code.redirectUri))
      throw new CodedException('redirect_not_allowed');
    const { accessToken, idToken } = await this.client.redeem(code, deadline);
    // Who names a nonce wants it looked at, and only an id_token carries one.
    if (nonce !== undefined && idToken === undefined)
      throw new CodedException('kakao_rejected');
    return this.people.profileOf({ accessToken, idToken, nonce }, deadline);
  }

  /** A token of another app opens /v2/user/me too, and numbers are per app: an id from there is somebody else here. */
  private async byAccessToken(
    accessToken: string,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const { id, appId } = await this.client.tokenInfo(accessToken, deadline);
    if (appId !== this.config.kakao!.appId)
      throw new CodedException('kakao_rejected');
    const profile = await this.client.profile(accessToken, deadline);
    if (profile.id !== id) throw new CodedException('kakao_rejected');
    return profile;
  }

  private async byIdToken(
    { idToken, nonce, accessToken }: IdTokenProof,
    deadline: AbortSignal,
  ): Promise<KakaoProfile> {
    const claimed = await this.idTokens.verify(idToken, nonce, deadline);
    if (accessToken === undefined)
      return this.people.completed(claimed, deadline);
    const profile = await this.byAccessToken(accessToken, deadline);
    if (profile.id !== claimed.id) throw new CodedException('kakao_rejected');
    return profile;
  }
}
