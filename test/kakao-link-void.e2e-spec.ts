import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { query } from './support/databases.js';
import {
  type KakaoTestServer,
  startServerWithKakao,
  whileAsked,
} from './support/kakao.js';
import {
  arrive,
  consent,
  departToLink,
  expectFailure,
  parameter,
  withParameter,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const HOME = 'http://localhost:3000/';
const ACCOUNT = `${HOME}account`;
const ENDED = `${ACCOUNT}?error=oauth_state_invalid`;

describe('a linking by redirect under way', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  let person: TestClient;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(async () => {
    kakao.reset();
    await query(server.databaseUrl, 'DELETE FROM users');
    person = await registered();
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it.each(['/api/auth/logout', '/api/auth/logout-all'])(
    'is void when %s ended the session that asked for it',
    async (path) => {
      const callback = await consent(await departToLink(person), 'minsu');
      await person.post(path);
      expectFailure(await arrive(person, callback), ENDED);
      await person.login();
      expect(await providers(person)).toEqual(['local']);
      expect(kakao.calls.token).toBe(0);
    },
  );

  it('is void after a new login of the same person, who has to ask again', async () => {
    const callback = await consent(await departToLink(person), 'minsu');
    await person.post('/api/auth/logout');
    await person.login();
    expectFailure(await arrive(person, callback), ENDED);
    expect(await providers(person)).toEqual(['local']);
  });

  it('is void when the session ends while Kakao is being asked', async () => {
    const callback = await consent(await departToLink(person), 'minsu');
    whileAsked(server, async () =>
      expect((await person.post('/api/auth/logout')).status).toBe(204),
    );
    expectFailure(await arrive(person.copy(), callback), ENDED);
    expect(kakao.calls.me).toBe(1);
    await person.login();
    expect(await providers(person)).toEqual(['local']);
  });

  it('is void for an account that was disabled meanwhile', async () => {
    const callback = await consent(await departToLink(person), 'minsu');
    await query(server.databaseUrl, `UPDATE users SET status = 'disabled'`);
    expectFailure(await arrive(person, callback), ENDED);
    expect(await query(server.databaseUrl, 'SELECT 1 FROM identities')).toEqual(
      [],
    );
  });

  it('cannot be finished in the browser of another, logged in or not', async () => {
    const callback = await consent(await departToLink(person), 'minsu');
    const other = await registered();
    await departToLink(other);
    for (const browser of [other, server.client()])
      expectFailure(
        await arrive(browser, callback),
        `${HOME}?error=oauth_state_invalid`,
      );
    expect(await providers(other)).toEqual(['local']);
    expect(await providers(person)).toEqual(['local']);
    expect(kakao.calls.token).toBe(0);
  });

  it('takes no code that another person was given', async () => {
    const mallory = await registered();
    const theirs = await consent(await departToLink(mallory), 'no-email');
    const ours = await consent(await departToLink(person), 'minsu');
    const planted = withParameter(ours, 'code', parameter(theirs, 'code'));
    expectFailure(
      await arrive(person, planted),
      `${ACCOUNT}?error=kakao_rejected`,
    );
    expect(await providers(person)).toEqual(['local']);
  });

  it('goes to the account that asked, whoever logs in in between', async () => {
    const callback = await consent(await departToLink(person), 'minsu');
    const shared = person.copy();
    await shared.register();
    expect((await arrive(shared, callback)).location).toBe(ACCOUNT);
    expect(await providers(shared)).toEqual(['local']);
    expect(await providers(person)).toEqual(['local', 'kakao']);
  });

  async function registered(): Promise<TestClient> {
    const client = server.client();
    await client.register();
    return client;
  }

  async function providers(client: TestClient): Promise<string[]> {
    return (await client.me()).body.providers;
  }
});
