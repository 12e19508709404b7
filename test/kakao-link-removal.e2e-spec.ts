import type { FaultName } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  byAccessToken,
  byIdToken,
  everything,
  exchange,
  expectRefused,
  idOf,
  LINK_PATH,
  loggedIn,
  newPerson,
  outcomeOf,
  ownersOf,
} from './support/kakao-tokens.js';
import type { TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

describe('unlinking Kakao', () => {
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

  it('happens here and at Kakao, and leaves the session', async () => {
    const { client, person } = await linked();
    expect(kakao.isLinked(person)).toBe(true);
    const answer = await unlink(client);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(kakao.isLinked(person)).toBe(false);
    expect(kakao.calls.unlink).toBe(1);
    expect((await client.me()).body.providers).toEqual(['local']);
    expect((await client.copy().login()).status).toBe(200);
    const again = await unlink(client);
    expectRefused(again, '404 not_found');
    // Whoever comes back is somebody new, not the one who left.
    const back = await exchange(server, byAccessToken(kakao, person));
    expect(back.body.isNewUser).toBe(true);
    expect(back.body.user.id).not.toBe((await client.me()).body.id);
  });

  it('is refused to who has no other way in, and Kakao hears nothing', async () => {
    const person = newPerson(kakao);
    const client = await loggedIn(server, byIdToken(kakao, person));
    const before = await everything(server);
    expectRefused(await unlink(client), '409 last_credential');
    expect(await everything(server)).toEqual(before);
    expect(kakao.isLinked(person)).toBe(true);
    expect(kakao.calls.unlink).toBe(0);
  });

  it('is refused to who has nothing to unlink, or is nobody', async () => {
    const client = server.client();
    expectRefused(await unlink(client), '401 access_token_missing');
    await client.register();
    expectRefused(await unlink(client), '404 not_found');
    expect(kakao.calls.unlink).toBe(0);
  });

  it.each(['-101', '-401'] as const)(
    'is done when Kakao says %s: gone already',
    async (fault) => {
      const { client, person } = await linked();
      kakao.setFault('unlink', fault);
      expect((await unlink(client)).status).toBe(204);
      expect((await client.me()).body.providers).toEqual(['local']);
      expect(await ownersOf(server, idOf(kakao, person))).toEqual([]);
    },
  );

  it.each([
    'refuse',
    '500',
    '429',
    'html',
    'garbage',
    'huge',
    'redirect',
    'redirect-307',
    '-1',
    '-10',
    '-10-as-429',
    '-9798',
    '-402',
  ] satisfies FaultName[])(
    'changes nothing while Kakao answers with %s, and can be tried again',
    async (fault) => {
      const { client, person } = await linked();
      const before = await everything(server);
      kakao.setFault('unlink', fault);
      expectUnavailable(await unlink(client));
      expect(await everything(server)).toEqual(before);
      expect((await client.me()).body.providers).toEqual(['local', 'kakao']);
      kakao.clearFaults();
      expect((await unlink(client)).status).toBe(204);
      expect(kakao.isLinked(person)).toBe(false);
    },
  );

  it('changes nothing while Kakao is at a standstill, and can be tried again', async () => {
    const people = [await linked(), await linked(), await linked()];
    const before = await everything(server);
    const answers: Promise<Answer>[] = [];
    for (const fault of ['hang', 'drip', 'slow'] as const) {
      kakao.setFault('unlink', fault, { delayMs: 4_500, times: 1 });
      answers.push(unlink(people[answers.length]!.client));
      await expect
        .poll(() => kakao.calls.unlink, { timeout: 10_000 })
        .toBe(answers.length);
    }
    for (const answer of await Promise.all(answers)) expectUnavailable(answer);
    expect(await everything(server)).toEqual(before);
    for (const { client, person } of people) {
      expect((await client.me()).body.providers).toEqual(['local', 'kakao']);
      expect((await unlink(client)).status).toBe(204);
      expect(kakao.isLinked(person)).toBe(false);
    }
  });

  function expectUnavailable(answer: Answer): void {
    expectRefused(answer, '503 kakao_unavailable');
    expect(answer.headers.get('retry-after')).toBe('1');
  }

  async function linked(): Promise<{ client: TestClient; person: string }> {
    const client = server.client();
    await client.register();
    const person = newPerson(kakao);
    const answer = await client.post(LINK_PATH, byIdToken(kakao, person));
    expect(outcomeOf(answer)).toBe('200');
    return { client, person };
  }
});

it('happens here alone where there is no admin key', async () => {
  const all = await startServerWithKakao({
    KAKAO_ADMIN_KEY: '',
  });
  const { server, kakao } = all;
  const client = server.client();
  await client.register();
  await client.post(LINK_PATH, byIdToken(kakao, 'minsu'));
  expect((await unlink(client)).status).toBe(204);
  expect((await client.me()).body.providers).toEqual(['local']);
  expect(kakao.isLinked('minsu')).toBe(true);
  expect(kakao.calls.unlink).toBe(0);
  expect(kakao.wrongdoings).toEqual([]);
  await all.close();
});

function unlink(client: TestClient): Promise<Answer> {
  return client.send(LINK_PATH, { method: 'DELETE' });
}
