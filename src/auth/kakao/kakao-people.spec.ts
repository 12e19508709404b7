import { CodedException } from '../../common/errors/coded.exception.js';
import type { IdentitiesRepository } from '../identities/identities.repository.js';
import type { KakaoClient } from './kakao-client.js';
import type { KakaoIdTokens } from './kakao-id-tokens.js';
import { KakaoPeople } from './kakao-people.service.js';

describe('an id_token that comes with a code', () => {
  const profile = { id: '5', nickname: undefined, verifiedEmail: undefined };
  const people = new KakaoPeople(
    { profile: async () => profile } as unknown as KakaoClient,
    {
      verify: async () => {
        throw new CodedException('kakao_rejected');
      },
    } as unknown as KakaoIdTokens,
    {} as IdentitiesRepository,
  );
  const deadline = new AbortController().signal;
  const profileOf = (idToken: string | undefined) =>
    people.profileOf(
      { accessToken: 'token', idToken, nonce: 'nonce' },
      deadline,
    );

  it('may be missing', async () => {
    await expect(profileOf(undefined)).resolves.toEqual(profile);
  });

  it.each(['', 'forged'])('is judged, even as %j', async (idToken) => {
    await expect(profileOf(idToken)).rejects.toThrow('kakao_rejected');
  });
});
