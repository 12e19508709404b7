import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  DOORS,
  exchange,
  newPerson,
  type Proof,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';

const NAMELESS = '카카오 사용자';

describe('the nickname of a Kakao account', () => {
  let all: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoTestServer['kakao'];
  beforeAll(async () => {
    all = await startServerWithKakao();
    ({ server, kakao } = all);
  });
  afterEach(() => expect(kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  describe.each(DOORS)('by %s', (_name, door) => {
    it.each([
      ['one like any other', '김민수', '김민수'],
      ['emoji', '👩‍👩‍👧‍👦🍋한별🇰🇷', '👩‍👩‍👧‍👦🍋한별🇰🇷'],
      ['HTML', '<b>&amp;"\'', '<b>&amp;"\''],
      ['control characters', 'a\0b\u0007c\nd\u0085e', 'abcde'],
      ['bidi characters', 'a\u202eb\u2066c\u200fd\u061ce', 'abcde'],
      ['line separators', 'a\u2028b\u2029c', 'abc'],
      ['half an emoji', 'a\ud83cb', 'ab'],
      ['blanks around it', ' \t민수 \n', '민수'],
      ['blanks under what is cut', `${'a'.repeat(49)} b`, 'a'.repeat(49)],
      ['51 code points', '𐐀'.repeat(51), '𐐀'.repeat(50)],
      ['hundreds', 'ㅋ'.repeat(500), 'ㅋ'.repeat(50)],
      ['blanks alone', ' \u3000 ', NAMELESS],
      ['what is all unfit', '\0\u202e\ud83c', NAMELESS],
      ['nothing', '', NAMELESS],
      ['none', undefined, NAMELESS],
    ])('is cleaned: %s', async (_what, nickname, expected) => {
      const person = newPerson(kakao, { nickname });
      expect(await nicknameOf(door(kakao, person))).toBe(expected);
    });

    it('is our word for nobody where Kakao has only a placeholder, or tells nothing', async () => {
      for (const person of ['default-nickname', 'no-account'])
        expect(await nicknameOf(door(kakao, person))).toBe(NAMELESS);
    });

    it('is not overwritten at later logins, nor is the address', async () => {
      const person = newPerson(kakao, {
        nickname: '처음',
        email: {
          address: `${crypto.randomUUID()}@example.com`,
          valid: true,
          verified: true,
        },
      });
      const first = await exchange(server, door(kakao, person));
      const known = kakao.people.find(({ name }) => name === person)!;
      kakao.putPerson({
        ...known,
        nickname: '나중',
        email: { address: 'later@example.com', valid: true, verified: true },
      });
      const later = await exchange(server, door(kakao, person));
      expect(later.body.user).toEqual(first.body.user);
      expect(later.body.user.nickname).toBe('처음');
    });
  });

  it('is Kakao’s word to no more than itself: a linked account keeps its own', async () => {
    const person = server.client();
    await person.register({ nickname: '내 이름' });
    const proof = byAccessToken(kakao, newPerson(kakao));
    const { body } = await person.post('/api/auth/kakao/link', proof);
    expect(body.nickname).toBe('내 이름');
    expect(body.email).toBeNull();
  });

  async function nicknameOf(proof: Proof): Promise<string> {
    const { status, body } = await exchange(server, proof);
    expect(status).toBe(200);
    return body.user.nickname as string;
  }
});
