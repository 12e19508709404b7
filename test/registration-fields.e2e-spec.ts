import { randomBytes } from 'node:crypto';
import { startServer, type TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

describe('what may be registered beside a username', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  describe('a nickname', () => {
    it('is the username where none is given', async () => {
      const { body } = await register({ username: 'Minsu.Kim' });
      expect(body.user.nickname).toBe('Minsu.Kim');
    });

    it.each([
      ['trimmed', '  민수 \t', '민수'],
      ['kept with spaces inside', 'Kim Minsu', 'Kim Minsu'],
      ['50 code points, an emoji counted once', '😀'.repeat(50), null],
      ['50 after trimming', ` ${'a'.repeat(50)} `, 'a'.repeat(50)],
      ['one character', '김', null],
    ])('is %s', async (_name, nickname, expected) => {
      const { status, body } = await register({ nickname });
      // A tab is a control character wherever it stands.
      if (nickname.includes('\t')) return expect(status).toBe(400);
      expect(status).toBe(201);
      expect(body.user.nickname).toBe(expected ?? nickname);
    });

    it.each([
      ['51 code points', 'a'.repeat(51)],
      ['51 emojis', '😀'.repeat(51)],
      ['nothing', ''],
      ['only spaces', '   '],
      ['only wide spaces', '\u3000\u3000'],
      ['a NUL', 'a\0b'],
      ['a line feed', 'a\nb'],
      ['an escape', 'a\u001b[31m'],
      ['a C1 control', 'a\u0085b'],
      ['a right-to-left override', 'a\u202eb'],
      ['a right-to-left isolate', 'a\u2067b'],
      ['an Arabic letter mark', 'a\u061cb'],
      ['a lone surrogate', 'a\udc00b'],
      ['null', null],
      ['a number', 5],
    ])('with %s is refused', async (_name, nickname) => {
      await expectRefused({ nickname }, 'nickname');
    });
  });

  describe('an e-mail address', () => {
    const longest = `${'a'.repeat(60)}@${[63, 63, 61].map((n) => 'd'.repeat(n)).join('.')}.kr`;

    it.each(['minsu@example.com', 'first.last+tag@sub.example.co.kr', longest])(
      '%s is one',
      async (email) => {
        const { status, body } = await register({ email });
        expect(status).toBe(201);
        expect(body.user).toMatchObject({ email, emailVerified: false });
      },
    );

    it.each([
      '"a\\r\\nBcc: x"@example.com',
      '"a\r\nBcc: x"@example.com',
      '"a b"@example.com',
      '\u202eab@example.com',
      'a@\u202eexample.com',
    ])('%j is refused, as mail headers are injected so', async (email) => {
      const { status, body } = await server.client().register({ email });
      expect(status).toBe(400);
      expect(body.details[0].code).toBe('not_an_email');
    });

    it.each([
      'mina@mail\u3002example.com',
      'mina@mail\uff0eexample.com',
      'mina@mail.example\uff61com',
    ])(
      '%s is refused, as it is another with the same mailbox',
      async (email) => {
        const { status, body } = await server.client().register({ email });
        expect(status).toBe(400);
        expect(body.details[0].code).toBe('not_an_email');
      },
    );

    it('may repeat while it is not verified', async () => {
      const email = 'repeat@example.com';
      expect((await register({ email })).status).toBe(201);
      expect((await register({ email })).status).toBe(201);
    });

    it.each([
      'minsu',
      'minsu@',
      '@example.com',
      'a b@example.com',
      'a@b@example.com',
      'minsu@example..com',
      'minsu@localhost',
      'minsu@example.com\r\nBcc: all@example.com',
      'minsu@exa\0mple.com',
      'min\ud800su@example.com',
      '\ud800',
      ' minsu@example.com',
      'Minsu <minsu@example.com>',
      `${'a'.repeat(64)}@${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(63)}.com`,
      '',
      null,
      {},
    ])('%j is none', async (email) => {
      await expectRefused({ email }, 'email');
    });
  });

  describe('a password', () => {
    it.each([
      ['8 code points', '달밤고래하늘섬집'],
      ['8 emojis', '😀🐶🍎🚗🌍🎹🧩🛶'],
      ['128 code points', 'ab cd ef'.repeat(16)],
      ['128 emojis', '😀🐶🍎🚗🌍🎹🧩🛶'.repeat(16)],
      ['a phrase with "password" inside', 'my password is a long phrase'],
      ['spaces at both ends', '  two spaces around  '],
      ['a NUL inside', 'nul \0 in the middle'],
    ])('of %s is taken, and logs in', async (_name, password) => {
      const username = fresh();
      expect((await register({ username, password })).status).toBe(201);
      const login = await server.client().login(username, password);
      expect(login.status).toBe(200);
      const other = await server
        .client()
        .login(username, `${password.slice(0, -2)}!`);
      expect(other.status).toBe(401);
    });

    it.each([
      ['7 code points', '달밤고래하늘섬'],
      ['7 emojis, though they are 14 code units', '😀🐶🍎🚗🌍🎹🧩'],
      ['129 code points', 'ab cd ef'.repeat(16) + 'g'],
      ['a lone surrogate', 'correct horse \ud800'],
      ['nothing', ''],
    ])('of %s is not valid', async (_name, password) => {
      await expectRefused({ password }, 'password');
    });

    it.each([
      'password1',
      'PASSWORD1',
      'Qwerty123',
      '1q2w3e4r',
      'ｐａｓｓｗｏｒｄ１',
    ])('%s is too common', (password) => expectWeak({ password }));

    it.each([
      ['the username', { username: 'kimminsoo', password: 'kimminsoo1' }],
      ['its case', { username: 'kimminsoo', password: 'KimMinSoo99' }],
      ['it backwards', { username: 'kimminsoo', password: 'oosnimmik12' }],
      [
        'the nickname',
        { nickname: '고양이집사님', password: '고양이집사님12' },
      ],
      [
        'the address',
        { email: 'minsu@example.com', password: 'minsu@example.com' },
      ],
      [
        'its mailbox',
        { email: 'blue.whale@example.com', password: 'bluewhale77' },
      ],
      ['the service', { password: 'munjigi2026' }],
      ['the service in Korean', { password: '문지기문지기문지기' }],
      [
        'it again and again',
        { username: 'minsu77', password: 'minsu77minsu77minsu77' },
      ],
    ])('that is close to %s is too weak', (_name, body) => expectWeak(body));
  });

  function register(body: Record<string, unknown>): Promise<Answer> {
    return server.client().post('/api/auth/register', {
      username: fresh(),
      password: 'correct horse battery',
      ...body,
    });
  }

  async function expectRefused(
    body: Record<string, unknown>,
    field: string,
  ): Promise<void> {
    const answer = await register(body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('validation_failed');
    expect(answer.body.details).toEqual([
      { field, code: expect.any(String), message: expect.any(String) },
    ]);
  }

  async function expectWeak(body: Record<string, unknown>): Promise<void> {
    const answer = await register(body);
    expect([answer.status, answer.body.code]).toEqual([
      400,
      'password_too_weak',
    ]);
  }
});

function fresh(): string {
  return `u${randomBytes(6).toString('hex')}`;
}
