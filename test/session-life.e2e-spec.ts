import { claimsOf, refreshWith, tryAccess } from './support/refreshing.js';
import { startServer, type TestServer } from './support/server.js';
import type { Answer, TestClient } from './support/test-client.js';

const MINUTE_S = 60;
const DAY_S = 86_400;
const IDLE_S = 7 * DAY_S;
const MAX_AGE_S = 30 * DAY_S;

describe('the life of a session', () => {
  let server: TestServer;
  let beganAt: number;
  beforeAll(async () => {
    server = await startServer({ RATE_LIMIT: 'off' });
  });
  beforeEach(() => {
    server.clock.freeze();
    beganAt = nowS();
  });
  afterEach(() => server.clock.reset());
  afterAll(() => server.close());

  const nowS = () => server.clock.now() / 1000;
  const wait = (seconds: number) => server.clock.advance(seconds * 1000);

  async function arrive(): Promise<{ person: TestClient; answer: Answer }> {
    const person = server.client();
    return { person, answer: await person.register() };
  }

  /** The session's end, in the three places that a client reads it from. */
  async function endsAt(person: TestClient, answer: Answer) {
    const [cookie] = answer.headers.getSetCookie();
    const maxAge = Number(/Max-Age=(\d+)/.exec(cookie!)![1]);
    const { body } = await person.send('/api/auth/sessions');
    return {
      cookie: nowS() + maxAge,
      token: claimsOf(person.refreshToken).exp,
      list: Date.parse(body[0].expiresAt) / 1000,
    };
  }

  async function lastUsedAt(person: TestClient): Promise<number> {
    const { body } = await person.send('/api/auth/sessions');
    return Date.parse(body[0].lastUsedAt) / 1000;
  }

  const everywhere = (end: number) => ({ cookie: end, token: end, list: end });

  it('ends when nothing refreshes it for the idle life', async () => {
    const { person, answer } = await arrive();
    expect(await endsAt(person, answer)).toEqual(everywhere(beganAt + IDLE_S));
    wait(IDLE_S - 1);
    const inTime = await person.refresh();
    expect(inTime.status).toBe(200);
    expect(await endsAt(person, inTime)).toEqual(everywhere(nowS() + IDLE_S));
    wait(IDLE_S);
    const late = await person.refresh();
    expect(late.status).toBe(401);
    expect(late.body.code).toBe('refresh_token_expired');
  });

  it('is not moved by anything but a refresh', async () => {
    const { person, answer } = await arrive();
    wait(5 * MINUTE_S);
    const parent = person.refreshToken;
    await person.me();
    await person.send('/api/auth/sessions');
    await person.login(person.username, 'not the password');
    const { cookie, ...stored } = await endsAt(person, answer);
    expect(cookie).toBe(beganAt + 5 * MINUTE_S + IDLE_S);
    expect(stored).toEqual({ token: beganAt + IDLE_S, list: beganAt + IDLE_S });
    expect(await lastUsedAt(person)).toBe(beganAt);
    await person.refresh();
    const refreshedAt = nowS();
    wait(9);
    // An answer within the grace tells of the rotation that was.
    const again = await refreshWith(server.url, parent);
    expect(claimsOf(again.token).exp).toBe(refreshedAt + IDLE_S);
    expect(again.setCookie[0]).toContain(`Max-Age=${IDLE_S - 9};`);
    expect(await lastUsedAt(person)).toBe(refreshedAt);
  });

  it('ends at its absolute age, however often it is refreshed', async () => {
    const { person } = await arrive();
    for (let day = 1; day < 30; day++) {
      wait(DAY_S);
      const answer = await person.refresh();
      expect(answer.status).toBe(200);
      const end = Math.min(nowS() + IDLE_S, beganAt + MAX_AGE_S);
      expect(await endsAt(person, answer)).toEqual(everywhere(end));
    }
    wait(DAY_S - 1);
    expect((await person.refresh()).status).toBe(200);
    wait(1);
    expect((await person.refresh()).body.code).toBe('refresh_token_expired');
    await person.login();
    const { body } = await person.send('/api/auth/sessions');
    expect(body).toHaveLength(1);
  });

  it('gives no access token that outlives it', async () => {
    const { person } = await arrive();
    expect(claimsOf(person.accessToken).exp).toBe(nowS() + 10 * MINUTE_S);
    for (let day = 0; day < 29; day += 6) {
      wait(5 * DAY_S);
      await person.refresh();
    }
    wait(5 * DAY_S - 4 * MINUTE_S);
    const last = await person.refresh();
    expect(claimsOf(person.accessToken).exp).toBe(beganAt + MAX_AGE_S);
    expect(last.body.expiresIn).toBe(4 * MINUTE_S);
    const { accessToken } = person;
    wait(4 * MINUTE_S - 1);
    expect(await tryAccess(server.url, accessToken)).toBe(200);
    wait(1);
    expect(await tryAccess(server.url, accessToken)).toBe(
      'access_token_expired',
    );
  });
});
