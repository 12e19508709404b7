import {
  FRONT_END_REDIRECT,
  type KakaoTestServer,
  startServerWithKakao,
} from './support/kakao.js';
import {
  byCode,
  DOORS,
  everything,
  exchange,
  expectRefused,
  LINK_PATH,
  outcomeOf,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';

const DAY_MS = 24 * 3_600_000;

describe("a token that is not the person's here", () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  it('of another app opens nothing, even with the number of somebody here', async () => {
    const mine = await exchange(server, byCode(kakao, 'minsu'));
    expect(outcomeOf(mine)).toBe('200');
    const before = await everything(server);
    const { calls } = kakao;
    const asked = calls.me;
    const foreign = kakao.tokenOfSecondApp('no-email', { id: '2817340951' });
    const { accessToken } = foreign;
    const genuine = kakao.signIdToken('minsu');
    for (const proof of [
      { accessToken },
      { accessToken, idToken: foreign.idToken },
      { idToken: foreign.idToken },
      { accessToken, idToken: genuine },
    ])
      expectRefused(await exchange(server, proof), '401 kakao_rejected');
    expect(await everything(server)).toEqual(before);
    expect(calls.me).toBe(asked);
  });

  it('of another app links nothing', async () => {
    const person = server.client();
    await person.register();
    const { accessToken } = kakao.tokenOfSecondApp('emoji');
    const answer = await person.post(LINK_PATH, { accessToken });
    expect(outcomeOf(answer)).toBe('401 kakao_rejected');
    expect((await person.me()).body.providers).toEqual(['local']);
  });

  it('of which Kakao names another app opens nothing', async () => {
    const { accessToken } = kakao.tokenForSdk('minsu');
    kakao.setFault('access-token-info', 'wrong-app-id');
    expectRefused(
      await exchange(server, { accessToken }),
      '401 kakao_rejected',
    );
    expect(kakao.calls.me).toBe(0);
  });

  // The two numbers are one to whoever reads them as JavaScript's.
  it.each(DOORS)(
    '%s opens nothing when Kakao speaks of two people',
    async (_name, door) => {
      kakao.setFault('me', 'mismatched-id');
      const answer = await exchange(server, door(kakao, 'big-id'));
      expectRefused(answer, '401 kakao_rejected');
      expect(kakao.calls.me).toBe(1);
    },
  );

  it('opens nothing when access_token_info speaks of somebody else', async () => {
    const { accessToken } = kakao.tokenForSdk('big-id');
    kakao.setFault('access-token-info', 'mismatched-id');
    expectRefused(
      await exchange(server, { accessToken }),
      '401 kakao_rejected',
    );
  });

  it('beside the id_token of somebody else opens nothing', async () => {
    const idToken = kakao.signIdToken('big-id');
    const { accessToken } = kakao.tokenForSdk('bigger-id');
    const proof = { idToken, accessToken };
    expectRefused(await exchange(server, proof), '401 kakao_rejected');
  });

  it('that Kakao does not know, or not any more, opens nothing', async () => {
    const { accessToken } = kakao.tokenForSdk('minsu');
    kakao.advanceClock(DAY_MS);
    onTestFinished(() => kakao.advanceClock(-DAY_MS));
    for (const token of [accessToken, 'nonsense', kakao.app.restKey])
      expectRefused(
        await exchange(server, { accessToken: token }),
        '401 kakao_rejected',
      );
  });

  it('of a child whom Kakao does not tell of opens nothing', async () => {
    const { accessToken } = kakao.tokenForSdk('under-14');
    expectRefused(
      await exchange(server, { accessToken }),
      '401 kakao_rejected',
    );
    const code = kakao.issueCode('under-14', {
      redirectUri: FRONT_END_REDIRECT,
    });
    const proof = { code, redirectUri: FRONT_END_REDIRECT };
    expectRefused(await exchange(server, proof), '401 kakao_rejected');
  });
});
