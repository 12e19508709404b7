import type {
  EndpointName,
  FaultName,
} from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  byBothTokens,
  byCode,
  byIdToken,
  type Door,
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

const ANSWERS = [
  '500',
  '429',
  'html',
  'null',
  'garbage',
  'huge',
  'redirect',
  'redirect-307',
  'refuse',
] satisfies FaultName[];
const KAPI = [
  '-1',
  '-10',
  '-10-as-429',
  '-9798',
  'no-id',
] satisfies FaultName[];
const QUOTA = [
  'quota-400',
  'quota-429',
  'no-access-token',
] satisfies FaultName[];

/** Which doors lead past an endpoint, and what can be wrong there. */
const ENDPOINTS: readonly (readonly [EndpointName, Door[], FaultName[]])[] = [
  ['token', [byCode], [...ANSWERS, ...QUOTA]],
  ['jwks', [byIdToken, byBothTokens, byCode], ANSWERS],
  ['access-token-info', [byAccessToken, byBothTokens], [...ANSWERS, ...KAPI]],
  [
    'me',
    [byCode, byAccessToken, byIdToken, byBothTokens],
    [...ANSWERS, ...KAPI],
  ],
];

describe('while Kakao fails', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  beforeEach(() => kakao.clearWrongdoings());
  afterEach(async () => {
    kakao.clearFaults();
    // And it is over when Kakao is back, without a restart.
    passTime(all, 60_000);
    const answer = await exchange(server, byCode(kakao, 'minsu'));
    expect(outcomeOf(answer)).toBe('200');
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => all.close());

  describe.each(ENDPOINTS)('at %s', (endpoint, doors, faults) => {
    it.each(faults)('with %s, logins are told to come back', async (fault) => {
      for (const door of doors) {
        // A time at which the keys may be fetched again, and have to be.
        passTime(all, 60_000);
        if (endpoint === 'jwks') kakao.rotateKeys();
        await expectUnavailable(endpoint, fault, door);
      }
    });
  });

  async function expectUnavailable(
    endpoint: EndpointName,
    fault: FaultName,
    door: Door,
  ): Promise<void> {
    const proof = door(kakao, newPerson(kakao));
    const before = await everything(server);
    const asked = kakao.calls[endpoint];
    kakao.setFault(endpoint, fault);
    const { result: answer, ms } = await timeAwake(() =>
      exchange(server, proof),
    );
    kakao.clearFaults();
    expectRefused(answer, '503 kakao_unavailable');
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(ms).toBeLessThan(LIMIT_MS);
    // Nothing is tried twice, least of all a code.
    expect(kakao.calls[endpoint]).toBe(asked + 1);
    expect(await everything(server)).toEqual(before);
  }
});
