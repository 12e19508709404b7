import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { KakaoHttp } from '../src/auth/kakao/kakao-http.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  byCode,
  byIdToken,
  DOORS,
  everything,
  exchange,
  expectRefused,
  newPerson,
  outcomeOf,
  passTime,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import { timeAwake } from './support/time-awake.js';

const LIMIT_MS = 5_000;
const PATIENTLY = { timeout: 10_000 };

describe('while Kakao is slow', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao({}, { hasher: PasswordHasher });
    ({ server, kakao } = all);
  });
  beforeEach(() => {
    outdateKeys();
    kakao.clearWrongdoings();
  });
  afterEach(() => {
    kakao.clearFaults();
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  describe.each(['hang', 'drip', 'slow'] as const)('with %s', (fault) => {
    // Later than the deadline of all calls together.
    const terms = fault === 'slow' ? { delayMs: 4_300 } : {};

    it('at me, token, jwks or access_token_info, logins are told so within 5 s', async () => {
      const before = await everything(server);
      const atMe = DOORS.map(([, door]) => door(kakao, newPerson(kakao)));
      kakao.setFault('me', fault, terms);
      const asked = kakao.calls.me;
      const answers = atMe.map(send);
      await expect
        .poll(() => kakao.calls.me, PATIENTLY)
        .toBe(asked + atMe.length);
      kakao.clearFaults();
      // Only now: who waits for keys does not come as far as to /me.
      outdateKeys();
      const others = [byCode, byIdToken, byAccessToken].map((door) =>
        door(kakao, newPerson(kakao)),
      );
      for (const endpoint of ['token', 'jwks', 'access-token-info'] as const)
        kakao.setFault(endpoint, fault, terms);
      for (const { result: answer, ms } of await Promise.all([
        ...answers,
        ...others.map(send),
      ])) {
        expectRefused(answer, '503 kakao_unavailable');
        expect(answer.headers.get('retry-after')).toBe('1');
        expect(ms).toBeLessThan(LIMIT_MS);
      }
      expect(await everything(server)).toEqual(before);
    });
  });

  it('waits 4 s for all calls of a login together', async () => {
    const proof = byCode(kakao, 'minsu');
    kakao.setFault('token', 'slow', { delayMs: 2_200 });
    kakao.setFault('me', 'slow', { delayMs: 2_200 });
    const startedAt = performance.now();
    const { result, ms } = await send(proof);
    expectRefused(result, '503 kakao_unavailable');
    expect(performance.now() - startedAt).toBeGreaterThan(3_500);
    expect(ms).toBeLessThan(LIMIT_MS);
  });

  it('waits for who is slow, but in time', async () => {
    const proof = byCode(kakao, 'minsu');
    kakao.setFault('token', 'slow', { delayMs: 300 });
    kakao.setFault('me', 'slow', { delayMs: 300 });
    expect(outcomeOf(await exchange(server, proof))).toBe('200');
  });

  it('logs people in by password as ever', async () => {
    const person = server.client();
    await person.register();
    const asked = kakao.calls['access-token-info'];
    const proofs = Array.from({ length: 40 }, () =>
      byAccessToken(kakao, 'minsu'),
    );
    kakao.setFault('access-token-info', 'hang');
    const giveUp = waitForKakaoWithoutEnd();
    const hanging = proofs.map((proof) => exchange(server, proof));
    await expect
      .poll(() => kakao.calls['access-token-info'], PATIENTLY)
      .toBe(asked + proofs.length);
    let isAnyOver = false;
    void Promise.race(hanging).then(() => (isAnyOver = true));
    expect((await person.copy().login()).status).toBe(200);
    expect((await person.me()).status).toBe(200);
    expect((await person.refresh()).status).toBe(200);
    expect(isAnyOver).toBe(false);
    giveUp();
    for (const late of await Promise.all(hanging))
      expectRefused(late, '503 kakao_unavailable');
  });

  const send = (proof: object) => timeAwake(() => exchange(server, proof));

  /** A time at which the keys may be fetched again, and have to be. */
  function outdateKeys(): void {
    passTime(all, 60_000);
    kakao.rotateKeys();
  }

  /** Until what it returns is called: nobody has to be quicker than a deadline meanwhile. */
  function waitForKakaoWithoutEnd(): () => void {
    const http = server.app.get(KakaoHttp);
    const send = http.send.bind(http);
    const end = new AbortController();
    const spy = vi
      .spyOn(http, 'send')
      .mockImplementation((call) => send(call, end.signal));
    onTestFinished(() => spy.mockRestore());
    return () => end.abort();
  }
});
