import { PasswordHasher } from '../src/auth/credentials/password-hasher.js';
import { begin } from './support/databases.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  expectRefused,
  LINK_PATH,
  loggedIn,
  newPerson,
} from './support/kakao-tokens.js';
import type { TestClient } from './support/test-client.js';

const PASSWORD = 'three blue kites at noon';

describe('the first password of somebody who came by Kakao', () => {
  let all: KakaoTestServer;
  beforeAll(async () => {
    all = await startServerWithKakao({}, { hasher: PasswordHasher });
  });
  afterEach(() => expect(all.kakao.wrongdoings).toEqual([]));
  afterAll(() => all.close());

  it('goes with the verified address, and Kakao may then be unlinked', async () => {
    const minsu = await withPassword('minsu');
    const { email } = (await minsu.me()).body;
    const stranger = all.server.client();
    const wrong = await stranger.login(email, 'another password');
    expectRefused(wrong, '401 invalid_credentials');
    const answer = await stranger.login(email.toUpperCase(), PASSWORD);
    expect(answer.body.user.id).toBe((await minsu.me()).body.id);
    expect((await unlink(minsu)).status).toBe(204);
    expect((await stranger.login(email, PASSWORD)).status).toBe(200);
  });

  it('is no way in without an address, so Kakao stays the only one', async () => {
    const nobody = await withPassword('no-email');
    expectRefused(await unlink(nobody), '409 last_credential');
    expect(all.kakao.isLinked('no-email')).toBe(true);
  });

  it('is no way in where the address is removed while Kakao is being unlinked', async () => {
    const minsu = await withPassword(
      newPerson(all.kakao, {
        email: { address: 'two@example.com', valid: true, verified: true },
      }),
    );
    const removing = await begin(
      all.server.databaseUrl,
      `UPDATE users SET email = NULL, email_verified = false WHERE email = 'two@example.com'`,
    );
    const unlinking = unlink(minsu);
    await removing.commitOnceAwaited();
    expectRefused(await unlinking, '409 last_credential');
  });

  it('does not go with an address that is only claimed', async () => {
    const claimer = all.server.client();
    const email = 'claimed@example.com';
    await claimer.register({ email });
    const answer = await all.server.client().login(email, claimer.password);
    expectRefused(answer, '401 invalid_credentials');
  });

  async function withPassword(person: string): Promise<TestClient> {
    const client = await loggedIn(all.server, byAccessToken(all.kakao, person));
    const changed = await client.post('/api/auth/password/change', {
      newPassword: PASSWORD,
    });
    expect(changed.status).toBe(204);
    return client;
  }

  const unlink = (client: TestClient) =>
    client.send(LINK_PATH, { method: 'DELETE' });
});
