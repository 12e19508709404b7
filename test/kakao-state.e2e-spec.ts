import type { KakaoEmulator } from '../src/dev/kakao-emulator/index.js';
import { type KakaoTestServer, startServerWithKakao } from './support/kakao.js';
import {
  arrive,
  consent,
  depart,
  departToLink,
  expectFailure,
  parameter,
  stateCookies,
  withParameter,
} from './support/kakao-redirect.js';
import type { TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const WEB = 'https://app.munjigi.test';
const INVALID = `${WEB}/?error=oauth_state_invalid`;
const REJECTED = `${WEB}/welcome?error=kakao_rejected`;

describe('the state of a redirect', () => {
  let running: KakaoTestServer;
  let server: TestServer;
  let kakao: KakaoEmulator;
  let person: TestClient;
  beforeAll(async () => {
    running = await startServerWithKakao({ WEB_URL: WEB });
    ({ server, kakao } = running);
  });
  beforeEach(() => {
    kakao.reset();
    server.clock.reset();
    person = server.client();
  });
  afterEach(() => {
    expect(kakao.wrongdoings).toEqual([]);
  });
  afterAll(() => running.close());

  it('has to come back', async () => {
    const callback = await begun();
    await expectInvalid(withParameter(callback, 'state', undefined));
    await expectInvalid(withParameter(callback, 'state', ''));
    await expectInvalid(`${callback}&state=${parameter(callback, 'state')}`);
    expect((await arrive(person, callback)).refreshCookie).toBeDefined();
  });

  it('is worth nothing in another browser', async () => {
    const callback = await begun();
    const other = server.client();
    await depart(other);
    expectFailure(await arrive(other, callback), INVALID);
    expectFailure(await arrive(server.client(), callback), INVALID);
    expect(kakao.calls.token).toBe(0);
    expect((await arrive(person, callback)).refreshCookie).toBeDefined();
  });

  it('is no other state of the same browser', async () => {
    const callback = await begun();
    await depart(person);
    const [first, second] = stateCookies(person) as [string, string];
    const value = person.cookies.get(first)!;
    person.cookies.set(first, person.cookies.get(second)!);
    await expectInvalid(callback);
    person.cookies.set(first, value);
    expect((await arrive(person, callback)).refreshCookie).toBeDefined();
  });

  it('of a linking does not become that of a login, nor the other way', async () => {
    await person.register();
    const ways = [await depart(person), await departToLink(person)];
    const [login, link] = stateCookies(person) as [string, string];
    const [loginValue, linkValue] = [login, link].map((name) =>
      person.cookies.get(name)!,
    );
    person.cookies.set(login, linkValue!);
    person.cookies.set(link, loginValue!);
    for (const way of ways) await expectInvalid(await consent(way, 'no-email'));
    expect((await person.me()).body.providers).toEqual(['local']);
  });

  it('is spent by coming back once', async () => {
    const callback = await begun('long-id');
    const tab = person.copy();
    expect((await arrive(person, callback)).refreshCookie).toBeDefined();
    const { token, me } = kakao.calls;
    expectFailure(await arrive(person, callback), INVALID);
    expectFailure(await arrive(tab, callback), INVALID);
    expect([kakao.calls.token, kakao.calls.me]).toEqual([token, me]);
    await person.refresh();
    const sessions = await person.send('/api/auth/sessions');
    expect(sessions.body).toHaveLength(1);
  });

  it('is spent by a failure too', async () => {
    const callback = await begun();
    const tab = person.copy();
    kakao.setFault('token', '500');
    const failed = await arrive(person, callback);
    expectFailure(failed, `${WEB}/welcome?error=kakao_unavailable`);
    kakao.clearFaults();
    expectFailure(await arrive(tab, callback), INVALID);
  });

  it('counts once when it comes back many times at once', async () => {
    const callback = await begun();
    const arrivals = await Promise.all(
      Array.from({ length: 8 }, () => arrive(person.copy(), callback)),
    );
    const failed = arrivals.filter(({ refreshCookie }) => !refreshCookie);
    expect(failed).toHaveLength(7);
    for (const one of failed) expectFailure(one, INVALID);
    expect(kakao.calls.token).toBe(1);
  });

  it('counts for ten minutes', async () => {
    server.clock.freeze();
    const early = await begun();
    const late = await begun();
    server.clock.advance(599_000);
    expect((await arrive(person, early)).refreshCookie).toBeDefined();
    server.clock.advance(1_000);
    await expectInvalid(late);
    expect(kakao.calls.token).toBe(1);
  });

  it('takes no code of another login, even of the same browser', async () => {
    const [own, other] = [
      await begun(),
      await consent(await depart(person), 'no-email'),
    ];
    const swapped = withParameter(own, 'code', parameter(other, 'code'));
    expectFailure(await arrive(person, swapped), REJECTED);
  });

  it('takes no code that was redeemed before', async () => {
    const used = await begun();
    await arrive(person, used);
    const again = withParameter(await begun(), 'code', parameter(used, 'code'));
    const thief = person.copy();
    expectFailure(await arrive(thief, again), REJECTED);
  });

  it.each([
    ['an empty one', ''],
    ['two words', 'two words'],
    ['Korean', '한글'],
    ['4097 characters', 'x'.repeat(4_097)],
  ])('is no use without a code that may be one, but %s', async (_, code) => {
    const callback = withParameter(await begun(), 'code', code);
    expectFailure(await arrive(person, callback), REJECTED);
    expect(kakao.calls.token).toBe(0);
  });

  /** The callback address of a login begun in the person's browser. */
  async function begun(kakaoPerson = 'minsu'): Promise<string> {
    return consent(await depart(person, '/welcome'), kakaoPerson);
  }

  async function expectInvalid(callback: string): Promise<void> {
    expectFailure(await arrive(person, callback), INVALID);
  }
});
