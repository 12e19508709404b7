import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { Clock } from '../../common/clock.js';
import type { KakaoClient } from './kakao-client.js';
import { KakaoKeys } from './kakao-keys.js';

const IN_TIME = new AbortController().signal;
const TOKEN = { payload: '', signature: '' };
const rs256 = (kid: string) => ({ alg: 'RS256', kid });

describe('the keys of Kakao', () => {
  let published: JWK;
  let answer: () => Promise<Record<string, unknown>>;
  let keys: KakaoKeys;
  beforeAll(async () => {
    const { publicKey } = await generateKeyPair('RS256');
    const jwk = await exportJWK(publicKey);
    published = { ...jwk, kid: 'one', alg: 'RS256', use: 'sig' };
  });
  beforeEach(() => {
    answer = async () => ({ keys: [published] });
    const client = { keySet: () => answer() } as unknown as KakaoClient;
    keys = new KakaoKeys(client, new Clock());
  });

  const find = (kid: string, deadline = IN_TIME) =>
    keys.keyOf(rs256(kid), TOKEN, deadline);

  it.each([[{ keys: [] }], [{}], [{ keys: 'none' }], [{ keys: [5] }]])(
    'are kept when Kakao then answers %j',
    async (nonsense) => {
      await find('one');
      answer = async () => nonsense;
      await expect(find('two')).rejects.toThrow('kakao_unavailable');
      await expect(find('one')).resolves.toBeDefined();
    },
  );

  it('are waited for by each caller for as long as that caller has time', async () => {
    let arrive = (_keySet: { keys: JWK[] }): void => undefined;
    answer = () => new Promise((resolve) => (arrive = resolve));
    const patient = find('one');
    const hurried = new AbortController();
    const late = find('one', hurried.signal);
    hurried.abort();
    await expect(late).rejects.toThrow('kakao_unavailable');
    await expect(find('one', AbortSignal.abort())).rejects.toThrow(
      'kakao_unavailable',
    );
    arrive({ keys: [published] });
    await expect(patient).resolves.toBeDefined();
  });

  it('are named: a token that names none is refused', async () => {
    await expect(keys.keyOf({ alg: 'RS256' }, TOKEN, IN_TIME)).rejects.toThrow(
      'kakao_rejected',
    );
  });
});
