import type {
  EndpointName,
  FaultName,
  KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  departToLink,
  expectFailure,
  logInByRedirect,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';
import { timeAwake } from './support/time-awake.js';

const MINUTE_MS = 60_000;
const PATIENCE_MS = 5_000;
const UNAVAILABLE = 'http://localhost:3000/welcome?error=kakao_unavailable';

const ANYWHERE: readonly FaultName[] = [
  'refuse',
  '500',
  '429',
  'html',
  'null',
  'garbage',
  'huge',
  'redirect',
  'redirect-307',
];

const FAULTS: readonly (readonly [EndpointName, FaultName])[] = [
  ...(['token', 'me', 'jwks'] as const).flatMap((endpoint) =>
    ANYWHERE.map((fault) => [endpoint, fault] as const),
  ),
  ['token', 'no-access-token'],
  ['token', 'quota-400'],
  ['me', 'no-id'],
  ['me', '-1'],
  ['me', '-10'],
  ['me', '-9798'],
];

/** What only a deadline ends. The keys are fetched for all who wait, so they come after those who need to have them. */
const STANDSTILLS: readonly (readonly [EndpointName, FaultName])[] = [
  ['me', 'hang'],
  ['me', 'drip'],
  ['jwks', 'hang'],
  ['token', 'hang'],
];

describe('a callback while Kakao fails', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(async () => {
    kakao.reset();
    await query(server.databaseUrl, 'DELETE FROM users');
    outdateKeys();
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it.each(FAULTS)(
    'at %s by %s says so in time, and makes nobody',
    async (endpoint, fault) => {
      const person = server.client();
      const callback = await consent(await depart(person, '/welcome'), 'minsu');
      kakao.setFault(endpoint, fault);
      const arrival = await inTime(() => arrive(person, callback));
      expectFailure(arrival, UNAVAILABLE);
      expect(kakao.calls[endpoint]).toBe(1);
      expect(await query(server.databaseUrl, 'SELECT 1 FROM users')).toEqual(
        [],
      );
    },
  );

  it('at a standstill of token, me or jwks says so in time, and makes nobody', async () => {
    const waiting: Promise<void>[] = [];
    for (const [endpoint, fault] of STANDSTILLS) {
      const person = server.client();
      const callback = await consent(await depart(person, '/welcome'), 'minsu');
      if (endpoint === 'jwks') outdateKeys();
      kakao.setFault(endpoint, fault, { times: 1 });
      const before = kakao.calls[endpoint];
      const arrival = inTime(() => arrive(person, callback));
      waiting.push(arrival.then((told) => expectFailure(told, UNAVAILABLE)));
      await expect
        .poll(() => kakao.calls[endpoint], { timeout: 3_000 })
        .toBe(before + 1);
    }
    await Promise.all(waiting);
    // One who needs the keys got them before they were outdated, and nothing was tried twice.
    const { token, jwks, me } = kakao.calls;
    expect({ token, jwks, me }).toEqual({ token: 4, jwks: 2, me: 2 });
    expect(await query(server.databaseUrl, 'SELECT 1 FROM users')).toEqual([]);
  });

  it('has one deadline over all the calls, not one for each', async () => {
    const person = server.client();
    const callback = await consent(await depart(person, '/welcome'), 'minsu');
    for (const endpoint of ['token', 'jwks', 'me'] as const)
      kakao.setFault(endpoint, 'slow', { delayMs: 1_700 });
    expectFailure(await inTime(() => arrive(person, callback)), UNAVAILABLE);
  });

  it('waits for a Kakao that is slow, but in time', async () => {
    const person = server.client();
    for (const endpoint of ['token', 'jwks', 'me'] as const)
      kakao.setFault(endpoint, 'slow', { delayMs: 300 });
    const { refreshCookie } = await logInByRedirect(person, 'minsu');
    expect(refreshCookie).toBeDefined();
  });

  it('links nothing', async () => {
    const person = server.client();
    await person.register();
    const callback = await consent(
      await departToLink(person, '/welcome'),
      'minsu',
    );
    kakao.setFault('me', '500');
    expectFailure(await arrive(person, callback), UNAVAILABLE);
    expect((await person.me()).body.providers).toEqual(['local']);
  });

  it.each(['-101', '-401', '-402'] as const)(
    'at me by %s, which is the person’s, is a refusal',
    async (fault) => {
      const person = server.client();
      kakao.setFault('me', fault);
      const arrival = await logInByRedirect(person, 'minsu', '/welcome');
      expectFailure(arrival, UNAVAILABLE.replace('unavailable', 'rejected'));
    },
  );

  it('is a refusal for somebody under 14', async () => {
    const arrival = await logInByRedirect(
      server.client(),
      'under-14',
      '/welcome',
    );
    expectFailure(arrival, UNAVAILABLE.replace('unavailable', 'rejected'));
  });

  it.each(['token', 'me', 'jwks'] as const)(
    'at %s is over when Kakao is well again, for the same person and browser',
    async (endpoint) => {
      const person = server.client();
      kakao.setFault(endpoint, '500');
      expectFailure(
        await logInByRedirect(person, 'minsu', '/welcome'),
        UNAVAILABLE,
      );
      kakao.clearFaults();
      // Keys that could not be fetched are asked for once a second.
      server.clock.advance(1_000);
      kakao.advanceClock(1_000);
      const { refreshCookie } = await logInByRedirect(person, 'minsu');
      expect(refreshCookie).toBeDefined();
    },
  );

  /** So that the keys are asked for again: there are new ones, and it is a minute later. */
  function outdateKeys(): void {
    server.clock.advance(MINUTE_MS);
    kakao.advanceClock(MINUTE_MS);
    kakao.rotateKeys();
  }

  async function inTime<Result>(task: () => Promise<Result>): Promise<Result> {
    const { result, ms } = await timeAwake(task);
    expect(ms).toBeLessThan(PATIENCE_MS);
    return result;
  }
});
