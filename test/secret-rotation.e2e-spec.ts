import { createHmac } from 'node:crypto';
import { createDatabase } from './support/databases.js';
import { refreshWith, tally, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';

const OLD = 'the-old-refresh-secret-of-the-tests-0123456789';
const NEW = 'the-new-refresh-secret-of-the-tests-9876543210';

describe('rotating the refresh secret', () => {
  const servers: Record<string, TestServer | SpawnedServer> = {};
  let own: TestServer;
  let spawned: SpawnedServer[];
  beforeAll(async () => {
    const DATABASE_URL = await createDatabase();
    const env = (...secrets: string[]) => ({
      DATABASE_URL,
      JWT_REFRESH_SECRET: secrets.join(','),
    });
    // The steps of a rollout: the new one is known everywhere before anything is signed with it.
    [own, spawned] = await Promise.all([
      startServer(env(OLD)),
      Promise.all([
        spawnServer(env(OLD, NEW)),
        spawnServer(env(NEW, OLD)),
        spawnServer(env(NEW)),
      ]),
    ]);
    const [known, signing, after] = spawned;
    Object.assign(servers, { before: own, known, signing, after });
  });
  afterAll(() =>
    Promise.all([own.close(), ...spawned.map((server) => server.stop())]),
  );

  const url = (name: string) => servers[name]!.url;

  async function arriveAt(name: string): Promise<string> {
    const person = servers[name]!.client();
    await person.register();
    return person.refreshToken!;
  }

  function signedWith(token: string | undefined): string | undefined {
    const [header, payload, signature] = token!.split('.');
    return [OLD, NEW].find(
      (secret) =>
        createHmac('sha256', secret)
          .update(`${header}.${payload}`)
          .digest('base64url') === signature,
    );
  }

  /** Twenty callers with one token, by turns at each of these. */
  async function race(token: string | undefined, ...names: string[]) {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        refreshWith(url(names[n % names.length]!), token),
      ),
    );
    expect(tally(answers.map(({ code, status }) => code ?? status))).toEqual({
      200: 20,
    });
    const successors = [...new Set(answers.map((answer) => answer.token))];
    expect(successors).toHaveLength(1);
    return successors[0];
  }

  it('takes tokens of the old secret, signs with the new, and racers agree', async () => {
    const first = await arriveAt('before');
    expect(signedWith(first)).toBe(OLD);
    const second = await race(first, 'signing');
    expect(signedWith(second)).toBe(NEW);
    const third = await refreshWith(url('after'), second);
    expect(third.status).toBe(200);
    expect(await tryAccess(url('before'), third.accessToken)).toBe(200);
  });

  it.each([
    { one: 'before', other: 'known' },
    { one: 'known', other: 'signing' },
    { one: 'signing', other: 'after' },
  ])(
    'gives racers at $one and $other one successor',
    async ({ one, other }) => {
      // The token is one that both know.
      for (let round = 0; round < 5; round++) {
        const first = await arriveAt(other === 'after' ? other : one);
        const second = await race(first, one, other);
        expect(await refreshWith(url(other), first)).toMatchObject({
          token: second,
        });
      }
    },
  );

  it('sees reuse across the change of secrets', async () => {
    const first = await arriveAt('before');
    const { token: second } = await refreshWith(url('signing'), first);
    const { token: third } = await refreshWith(url('after'), second);
    expect((await refreshWith(url('known'), first)).code).toBe(
      'refresh_token_reused',
    );
    expect((await refreshWith(url('after'), third)).code).toBe(
      'session_revoked',
    );
  });

  it('refuses tokens of a secret that was taken off the list, and ends nothing', async () => {
    const first = await arriveAt('before');
    expect(await refreshWith(url('after'), first)).toMatchObject({
      status: 401,
      code: 'refresh_token_invalid',
      setCookie: [],
    });
    expect((await refreshWith(url('before'), first)).status).toBe(200);
  });
});
