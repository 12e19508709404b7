import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CodedException } from '../../common/errors/coded.exception.js';
import { Config } from '../../config/config.js';
import { IdentitiesService } from '../identities/identities.service.js';
import { isKakaoId } from './kakao-profile.js';

/** What Kakao tells of somebody who left, by query, form or JSON. */
export interface UnlinkNotice {
  readonly app_id?: unknown;
  readonly user_id?: unknown;
}

/** Believes Kakao's webhooks, and nobody else's. */
@Injectable()
export class KakaoWebhooks {
  constructor(
    private readonly identities: IdentitiesService,
    private readonly config: Config,
  ) {}

  /**
   * The identity goes and its sessions end. The notice carries no time and may be sent again by whoever saw it, so
   * it does no more than that, and nothing the second time.
   *
   * @throws CodedException kakao_rejected
   */
  async unlinked(
    authorization: string | undefined,
    { app_id, user_id }: UnlinkNotice,
  ): Promise<void> {
    const { kakao } = this.config;
    const isKakao =
      kakao?.adminKey !== undefined &&
      isSame(authorization ?? '', `KakaoAK ${kakao.adminKey}`);
    if (!isKakao || textOf(app_id) !== kakao.appId)
      throw new CodedException('kakao_rejected');
    const providerUserId = textOf(user_id);
    if (isKakaoId(providerUserId))
      await this.identities.release({ provider: 'kakao', providerUserId });
  }
}

/** Kakao sends text. A number is one too, unless it is so large that reading it has made it somebody else's. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

/** In a time that tells nothing, of the length neither. */
function isSame(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) =>
    createHash('sha256').update(text).digest(),
  ) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}
