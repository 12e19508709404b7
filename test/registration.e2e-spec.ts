import { randomBytes } from 'node:crypto';
import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer } from './support/test-client.js';

const PASSWORD = 'correct horse battery';

describe('registering', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({}, { hasher: PasswordHasher });
  });
  afterAll(() => server.close());

  describe('a username', () => {
    it.each([
      ['Straße', ['STRASSE', 'ｓｔｒａｓｓｅ', 'strasse', 'STRAẞE']],
      ['문지기친구', ['문지기친구'.normalize('NFD')]],
      ['café', ['CAFÉ'.normalize('NFD'), 'ｃａｆé']],
      ['Σίσυφος', ['ΣΊΣΥΦΟΣ', 'σίσυφοσ']],
      ['ﬁsher', ['FISHER', 'fisher']],
      ['ångström', ['ÅNGSTRÖM', 'a\u030angstro\u0308m']],
    ])('%s is one name however it is written', async (first, others) => {
      expect((await register({ username: first })).status).toBe(201);
      for (const username of others)
        expect(await codeOf({ username })).toBe('username_taken');
    });

    it.each(['ab1', '홍길동', 'นักเรียน', 'a.b-c_d', '田中太郎', 'अनिल123'])(
      '%s is one',
      async (username) => {
        const { status, body } = await register({ username });
        expect(status).toBe(201);
        expect(body.user.username).toBe(username.normalize('NFKC'));
      },
    );

    it('counts code points: 3 to 30, after NFKC', async () => {
      const letter = '𐐀';
      expect(await codeOf({ username: letter.repeat(2) })).toBe(
        'validation_failed',
      );
      expect((await register({ username: letter.repeat(30) })).status).toBe(
        201,
      );
      expect(await codeOf({ username: letter.repeat(31) })).toBe(
        'validation_failed',
      );
      // One character that NFKC makes three of, ten times and eleven times.
      expect((await register({ username: 'ﬃ'.repeat(10) })).status).toBe(201);
      expect(await codeOf({ username: 'ﬃ'.repeat(11) })).toBe(
        'validation_failed',
      );
    });

    it.each([
      ['a Hangul filler', 'abc\u3164'],
      ['a halfwidth Hangul filler', 'abc\uffa0'],
      ['a zero-width joiner', 'ab\u200dc'],
      ['a zero-width space', 'ab\u200bc'],
      ['a right-to-left override', 'ab\u202ec'],
      ['a soft hyphen', 'ab\u00adc'],
      ['a variation selector', 'abc\ufe0f'],
      ['a word joiner', 'ab\u2060c'],
      ['a NUL', 'ab\0c'],
      ['a space', 'ab c'],
      ['a space at the end', 'abc '],
      ['a line feed', 'abc\n'],
      ['a lone surrogate', 'abc\ud800'],
      ['an emoji', 'abc😀'],
      ['a slash', 'ab/c'],
      ['an at sign', 'ab@c'],
      ['a pile of marks', `a${'\u0301'.repeat(9)}bc`],
      ['a mark at the start', '\u0301abc'],
      ['only two letters', 'ab'],
      ['nothing', ''],
    ])('with %s is refused', async (_name, username) => {
      const { status, body } = await register({ username });
      expect(status).toBe(400);
      expect(body.code).toBe('validation_failed');
      expect(body.details[0].field).toBe('username');
    });

    it.each([
      'admin',
      'root',
      'system',
      'support',
      'me',
      'null',
      'undefined',
      'api',
      'auth',
      'kakao',
      'munjigi',
    ])('%s is reserved, in any case and width', async (name) => {
      const wide = name.replace(/[a-z]/g, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + 0xfee0),
      );
      const spellings = [name, name.toUpperCase(), wide, wide.toUpperCase()];
      for (const username of spellings) {
        const { status, body } = await register({ username });
        const isTooShort = name.length < 3;
        expect(body.code).toBe(
          isTooShort ? 'validation_failed' : 'username_not_allowed',
        );
        expect(status).toBe(isTooShort ? 400 : 409);
      }
    });
  });

  it('makes one user of twenty registrations of a name at once', async () => {
    const username = fresh();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_value, index) =>
        register({ username: index % 2 ? username : username.toUpperCase() }),
      ),
    );
    const made = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect([made.length, refused.length]).toEqual([1, 19]);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('username_taken');
      expect(headers.getSetCookie()).toEqual([]);
    }
    expect(await rowsOf(username)).toBe(1);
  });

  it('leaves no row and no audit event when it fails', async () => {
    const count = 'SELECT count(*) AS n FROM audit_events';
    const username = fresh();
    const before = await query(server.databaseUrl, count);
    await register({ username, password: 'password1' });
    await register({ username, email: 'none' });
    await register({ username, nickname: '\u202e' });
    await register({ username, more: 1 });
    expect(await rowsOf(username)).toBe(0);
    expect(await query(server.databaseUrl, count)).toEqual(before);
  });

  it('logs in and sets lastLoginAt', async () => {
    const person = server.client();
    await person.register();
    expect((await person.refresh()).status).toBe(200);
    const [row] = await query(
      server.databaseUrl,
      'SELECT last_login_at = created_at AS same FROM users WHERE username = $1',
      [person.username],
    );
    expect(row).toEqual({ same: true });
  });

  it('takes an address although mail is off, and nothing waits to be sent', async () => {
    const email = `${fresh()}@example.com`;
    expect((await register({ username: fresh(), email })).status).toBe(201);
    const forgot = server.client().post('/api/auth/password/forgot', { email });
    expect((await forgot).status).toBe(202);
    const queued = 'SELECT 1 FROM mail_outbox';
    expect(await query(server.databaseUrl, queued)).toEqual([]);
  });

  function register(body: Record<string, unknown>): Promise<Answer> {
    return server
      .client()
      .post('/api/auth/register', { password: PASSWORD, ...body });
  }

  async function codeOf(body: Record<string, unknown>): Promise<string> {
    return (await register(body)).body.code;
  }

  async function rowsOf(username: string): Promise<number> {
    const rows = await query(
      server.databaseUrl,
      'SELECT id FROM users WHERE username_key = $1',
      [username],
    );
    return rows.length;
  }
});

function fresh(): string {
  return `user-${randomBytes(5).toString('hex')}`;
}
