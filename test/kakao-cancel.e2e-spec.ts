import {
  KakaoBrowser,
  type KakaoEmulator,
} from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  departToLink,
  expectFailure,
  stateCookies,
  withParameter,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';

const HOME = 'http://localhost:3000/';

describe('whoever presses cancel at Kakao', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  beforeAll(async () => {
    running = await startServerWithKakao();
    ({ server, kakao } = running);
  });
  beforeEach(() => kakao.reset());
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
    expect(kakao.calls.token).toBe(0);
  });
  afterAll(() => running.close());

  it('is sent back with access_denied and without a session', async () => {
    const person = server.client();
    expectFailure(
      await arrive(person, await cancel(await depart(person))),
      `${HOME}?error=access_denied`,
    );
    expect(stateCookies(person)).toEqual([]);
  });

  it('is sent to where the login was to end, whose own parameters stay', async () => {
    const person = server.client();
    const authorizeUrl = await depart(
      person,
      '/login?next=%2Fchat&error=old#form',
    );
    expectFailure(
      await arrive(person, await cancel(authorizeUrl)),
      `${HOME}login?next=%2Fchat&error=access_denied#form`,
    );
  });

  it('links nothing', async () => {
    const person = server.client();
    await person.register();
    expectFailure(
      await arrive(person, await cancel(await departToLink(person))),
      `${HOME}account?error=access_denied`,
    );
    expect((await person.me()).body.providers).toEqual(['local']);
  });

  it('is not let in by a code beside the error', async () => {
    const person = server.client();
    const callback = await consent(await depart(person), 'minsu');
    expectFailure(
      await arrive(person, withParameter(callback, 'error', 'access_denied')),
      `${HOME}?error=access_denied`,
    );
  });

  it('and comes back without a state is told that the state is missing', async () => {
    const person = server.client();
    const callback = await cancel(await depart(person));
    expectFailure(
      await arrive(person, withParameter(callback, 'state', undefined)),
      `${HOME}?error=oauth_state_invalid`,
    );
  });

  it.each(['server_error', 'consent_required', 'login_required', ''])(
    'or meets the error %j of Kakao is not let in either',
    async (error) => {
      const person = server.client();
      const callback = await cancel(await depart(person));
      expectFailure(
        await arrive(person, withParameter(callback, 'error', error)),
        `${HOME}?error=kakao_rejected`,
      );
    },
  );

  async function cancel(authorizeUrl: string): Promise<string> {
    const browser = new KakaoBrowser();
    await browser.open(authorizeUrl);
    return browser.cancel();
  }
});
