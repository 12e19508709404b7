import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byIdToken,
  exchange,
  expectRefused,
  outcomeOf,
  passTime,
} from './support/kakao-tokens.js';
import { tally } from './support/refreshing.js';
import type { TestServer } from './support/server.js';

const MINUTE_MS = 60_000;

describe("Kakao's key set", () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeEach(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
    server.clock.freeze();
  });
  afterEach(async () => {
    expect(kakao.wrongdoings).toEqual([]);
    await all.close();
  });

  it('is fetched once for many logins, at once and one after the other', async () => {
    expect(await logIn(20)).toEqual({ 200: 20 });
    for (let login = 0; login < 5; login += 1)
      expect(await logIn(1)).toEqual({ 200: 1 });
    passTime(all, 10 * MINUTE_MS);
    expect(await logIn(5)).toEqual({ 200: 5 });
    expect(fetches()).toBe(1);
  });

  it('is fetched once more for many logins after Kakao has changed its keys', async () => {
    await logIn(1);
    kakao.rotateKeys();
    expect(await logIn(20)).toEqual({ 200: 20 });
    expect(fetches()).toBe(2);
    passTime(all, MINUTE_MS);
    kakao.rotateKeys();
    expect(await logIn(20)).toEqual({ 200: 20 });
    expect(fetches()).toBe(3);
  });

  it('is not fetched for a token without a key id', async () => {
    const idToken = kakao.signIdToken('minsu', { header: { kid: undefined } });
    expectRefused(await exchange(server, { idToken }), '401 kakao_rejected');
    expect(fetches()).toBe(0);
  });

  it('is fetched again once a minute at most, however many unknown keys are named', async () => {
    await logIn(1);
    expect(await forge(20)).toEqual({ '401 kakao_rejected': 20 });
    expect(fetches()).toBe(2);
    passTime(all, MINUTE_MS - 1);
    expect(await forge(20)).toEqual({ '401 kakao_rejected': 20 });
    expect(fetches()).toBe(2);
    expect(await logIn(1)).toEqual({ 200: 1 });
    passTime(all, 1);
    expect(await forge(20)).toEqual({ '401 kakao_rejected': 20 });
    expect(await forge(20)).toEqual({ '401 kakao_rejected': 20 });
    expect(fetches()).toBe(3);
  });

  it('that could not be fetched is fetched by the next login, once a second at most', async () => {
    kakao.setFault('jwks', '500');
    expect(await logIn(20)).toEqual({ '503 kakao_unavailable': 20 });
    expect(await logIn(1)).toEqual({ '503 kakao_unavailable': 1 });
    expect(fetches()).toBe(1);
    passTime(all, 999);
    expect(await logIn(1)).toEqual({ '503 kakao_unavailable': 1 });
    expect(fetches()).toBe(1);
    kakao.clearFaults();
    passTime(all, 1);
    expect(await logIn(20)).toEqual({ 200: 20 });
    expect(fetches()).toBe(2);
  });

  it('that cannot be fetched again goes on opening for the keys it has', async () => {
    const old = byIdToken(kakao, 'minsu');
    await logIn(1);
    kakao.rotateKeys();
    kakao.setFault('jwks', 'html', { times: 1 });
    expect(await logIn(1)).toEqual({ '503 kakao_unavailable': 1 });
    expect(outcomeOf(await exchange(server, old))).toBe('200');
    passTime(all, 1000);
    expect(await logIn(1)).toEqual({ 200: 1 });
    expect(fetches()).toBe(3);
  });

  const fetches = () => kakao.jwksFetchTimes.length;

  /** How many of so many logins at once had which outcome. */
  async function logIn(count: number): Promise<Record<string, number>> {
    const proofs = Array.from({ length: count }, () =>
      byIdToken(kakao, 'minsu'),
    );
    return outcomes(proofs);
  }

  async function forge(count: number): Promise<Record<string, number>> {
    const proofs = Array.from({ length: count }, () => ({
      idToken: kakao.signIdToken('minsu', {
        header: { kid: crypto.randomUUID() },
      }),
    }));
    return outcomes(proofs);
  }

  async function outcomes(proofs: object[]): Promise<Record<string, number>> {
    const answers = proofs.map((proof) => exchange(server, proof));
    return tally((await Promise.all(answers)).map(outcomeOf));
  }
});
