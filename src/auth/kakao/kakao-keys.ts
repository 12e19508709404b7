import { Injectable } from '@nestjs/common';
import {
  createLocalJWKSet,
  errors,
  type CryptoKey,
  type FlattenedJWSInput,
  type JSONWebKeySet,
  type JWSHeaderParameters,
} from 'jose';
import { Clock } from '../../common/clock.js';
import { CodedException } from '../../common/errors/coded.exception.js';
import { KakaoClient } from './kakao-client.js';
import { kakaoDeadline } from './kakao-http.js';

// Kakao blocks who fetches its keys too often.
const BETWEEN_REFETCHES_MS = 60_000;
const BETWEEN_FAILURES_MS = 1_000;

type KeyFinder = ReturnType<typeof createLocalJWKSet>;

/** The keys Kakao signs id_tokens with: kept, and fetched again when a token names one that is not among them. */
@Injectable()
export class KakaoKeys {
  private find: KeyFinder | undefined;
  private fetching: Promise<void> | undefined;
  private notBefore = 0;
  private lastFetchFailed = false;

  constructor(
    private readonly client: KakaoClient,
    private readonly clock: Clock,
  ) {}

  /** @throws CodedException kakao_rejected for a key Kakao does not have, kakao_unavailable */
  async keyOf(
    header: JWSHeaderParameters,
    token: FlattenedJWSInput,
    deadline: AbortSignal,
  ): Promise<CryptoKey> {
    // Without a name, one key would fit today and two tomorrow.
    if (!header.kid) throw new CodedException('kakao_rejected');
    const known = await this.lookUp(header, token);
    if (known) return known;
    await this.fetch(deadline);
    const fetched = await this.lookUp(header, token);
    if (!fetched) throw new CodedException('kakao_rejected');
    return fetched;
  }

  private async lookUp(
    header: JWSHeaderParameters,
    token: FlattenedJWSInput,
  ): Promise<CryptoKey | undefined> {
    try {
      return await this.find?.(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey) return undefined;
      throw new CodedException('kakao_rejected', { cause: error });
    }
  }

  private async fetch(deadline: AbortSignal): Promise<void> {
    if (this.fetching) return inTime(this.fetching, deadline);
    if (this.clock.now() < this.notBefore) {
      if (!this.lastFetchFailed) throw new CodedException('kakao_rejected');
      throw new CodedException('kakao_unavailable');
    }
    this.fetching = this.fetchNow().finally(() => {
      this.fetching = undefined;
    });
    return inTime(this.fetching, deadline);
  }

  /** Several wait for it, so it has a deadline of its own. */
  private async fetchNow(): Promise<void> {
    const isFirst = this.find === undefined;
    try {
      const keySet = await this.client.keySet(kakaoDeadline());
      // Good keys are not given up for an empty answer.
      if (!Array.isArray(keySet.keys) || keySet.keys.length === 0)
        throw new CodedException('kakao_unavailable');
      this.find = createLocalJWKSet(keySet as unknown as JSONWebKeySet);
      this.lastFetchFailed = false;
      this.notBefore = isFirst ? 0 : this.clock.now() + BETWEEN_REFETCHES_MS;
    } catch (error) {
      this.lastFetchFailed = true;
      this.notBefore = this.clock.now() + BETWEEN_FAILURES_MS;
      if (error instanceof CodedException) throw error;
      throw new CodedException('kakao_unavailable', { cause: error });
    }
  }
}

/** What others wait for too, for as long as this caller has time. */
function inTime(fetching: Promise<void>, deadline: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new CodedException('kakao_unavailable'));
    if (deadline.aborted) late();
    deadline.addEventListener('abort', late, { once: true });
    fetching.then(resolve, reject);
  });
}
