import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const NEXT = 'another fine passphrase';

describe('changing the password', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer({}, { hasher: PasswordHasher });
  });
  beforeEach(async () => {
    server.clock.reset();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('ends the other sessions and lets the own one go on', async () => {
    const phone = person.copy();
    await phone.login();
    expect((await change({ currentPassword: person.password })).status).toBe(
      204,
    );
    expect((await person.me()).status).toBe(200);
    expect((await person.refresh()).status).toBe(200);
    expect((await phone.me()).body.code).toBe('session_revoked');
    expect((await phone.refresh()).body.code).toBe('session_revoked');
    const fresh = server.client();
    const { username, password } = person;
    expect((await fresh.login(username, password)).status).toBe(401);
    expect((await fresh.login(username, NEXT)).status).toBe(200);
  });

  it('is refused with a wrong current password', async () => {
    expectRefused(
      await change({ currentPassword: 'wrong password' }),
      401,
      'invalid_credentials',
    );
    await expectUnchanged();
  });

  it('is refused without the current password', async () => {
    expectRefused(await change({}), 403, 'reauthentication_required');
    await expectUnchanged();
  });

  it('is refused without a Bearer token, whatever the cookie says', async () => {
    person.accessToken = undefined;
    const answer = await change({ currentPassword: person.password });
    expectRefused(answer, 401, 'access_token_missing');
  });

  it.each([
    ['password1', 'password_too_weak'],
    ['munjigi2026', 'password_too_weak'],
    ['short', 'validation_failed'],
    ['ab cd ef'.repeat(16) + 'g', 'validation_failed'],
  ])('to %.12s is refused', async (newPassword, code) => {
    const { password: currentPassword } = person;
    const answer = await change({ currentPassword, newPassword });
    expectRefused(answer, 400, code);
    if (code === 'validation_failed')
      expect(answer.body.details[0].field).toBe('newPassword');
    await expectUnchanged();
  });

  it('to the own username is refused', async () => {
    const { password: currentPassword, username: newPassword } = person;
    const answer = await change({ currentPassword, newPassword });
    expectRefused(answer, 400, 'password_too_weak');
  });

  it('succeeds once of twenty at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_value, index) =>
        change({
          currentPassword: person.password,
          newPassword: `${NEXT} number ${index}`,
        }),
      ),
    );
    const changed = answers.filter(({ status }) => status === 204);
    expect(changed).toHaveLength(1);
    for (const answer of answers)
      if (answer !== changed[0])
        expectRefused(answer, 401, 'invalid_credentials');
    const events = await query(
      server.databaseUrl,
      `SELECT 1 FROM audit_events WHERE type = 'password.changed'
       AND user_id = (SELECT id FROM users WHERE username = $1)`,
      [person.username],
    );
    expect(events).toHaveLength(1);
  });

  describe('where there is none yet', () => {
    beforeEach(() =>
      query(
        server.databaseUrl,
        'UPDATE users SET password_hash = NULL WHERE username = $1',
        [person.username],
      ),
    );

    it('needs no current one soon after the login', async () => {
      server.clock.advance(9 * 60_000);
      expect((await change({})).status).toBe(204);
      const { username } = person;
      expect((await server.client().login(username, NEXT)).status).toBe(200);
    });

    it('needs a login of less than 10 minutes ago, however fresh the tokens are', async () => {
      server.clock.advance(9 * 60_000);
      await person.refresh();
      server.clock.advance(61_000);
      expectRefused(await change({}), 403, 'reauthentication_required');
    });

    it('is set once of ten at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => change({})),
      );
      const changed = answers.filter(({ status }) => status === 204);
      expect(changed).toHaveLength(1);
    });
  });

  function change(body: Record<string, unknown>): Promise<Answer> {
    return person.post('/api/auth/password/change', {
      newPassword: NEXT,
      ...body,
    });
  }

  async function expectUnchanged(): Promise<void> {
    expect((await person.me()).status).toBe(200);
    expect((await person.copy().login()).status).toBe(200);
  }
});

function expectRefused(answer: Answer, status: number, code: string): void {
  expect([answer.status, answer.body.code]).toEqual([status, code]);
}
