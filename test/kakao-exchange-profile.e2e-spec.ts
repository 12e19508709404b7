import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  byIdToken,
  exchange,
  expectRefused,
  idOf,
  loggedIn,
  outcomeOf,
  ownersOf,
} from './support/kakao-tokens.js';

describe('an id_token alone', () => {
  let all: KakaoTestServer;
  afterEach(async () => {
    expect(all.kakao.wrongdoings).toEqual([]);
    await all.close();
  });

  it('of somebody new has the profile read once, with the admin key', async () => {
    all = await startServerWithKakao();
    const { server, kakao } = all;
    await loggedIn(server, byIdToken(kakao, 'default-nickname'));
    expect(kakao.calls.me).toBe(1);
    expect(kakao.requests.at(-1)).toMatchObject({
      endpoint: 'me',
      method: 'POST',
      status: 200,
    });
    await loggedIn(server, byIdToken(kakao, 'default-nickname'));
    expect(kakao.calls.me).toBe(1);
  });

  it('of somebody known by another door has it not read', async () => {
    all = await startServerWithKakao();
    const { server, kakao } = all;
    await loggedIn(server, byAccessToken(kakao, 'minsu'));
    await loggedIn(server, byIdToken(kakao, 'minsu'));
    expect(kakao.calls.me).toBe(1);
  });

  it('speaks for itself where there is no admin key', async () => {
    all = await startServerWithKakao({ KAKAO_ADMIN_KEY: '' });
    const { server, kakao } = all;
    const { body } = await exchange(server, byIdToken(kakao, 'minsu'));
    expect(body.user).toMatchObject({
      nickname: '김민수',
      email: 'minsu@example.com',
      emailVerified: true,
    });
    expect(kakao.calls.me).toBe(0);
  });

  it('of somebody who left Kakao meanwhile makes no user', async () => {
    all = await startServerWithKakao();
    const { server, kakao } = all;
    const proof = byIdToken(kakao, 'minsu');
    kakao.setFault('me', '-101');
    expect(outcomeOf(await exchange(server, proof))).toBe('401 kakao_rejected');
    expect(await ownersOf(server, idOf(kakao, 'minsu'))).toEqual([]);
  });

  it('waits for a better day when Kakao does not know our admin key', async () => {
    all = await startServerWithKakao({ KAKAO_ADMIN_KEY: 'mistyped' });
    const { server, kakao } = all;
    const answer = await exchange(server, byIdToken(kakao, 'minsu'));
    expectRefused(answer, '503 kakao_unavailable');
    expect(await ownersOf(server, idOf(kakao, 'minsu'))).toEqual([]);
    expect(server.log.join('')).toContain('Kakao answered 401 -401');
  });
});
