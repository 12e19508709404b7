import { decodeJwt, forgeJwt } from './support/forged-jwt.js';
import { SECRETS, startServer, type TestServer } from './support/server.js';
import type { TestClient } from './support/test-client.js';

const PATH = '/api/auth/token/verify';

describe('asking whether an access token is good', () => {
  let server: TestServer;
  let person: TestClient;
  beforeAll(async () => {
    server = await startServer();
  });
  beforeEach(async () => {
    server.clock.reset();
    person = server.client();
    await person.register();
  });
  afterAll(() => server.close());

  it('says whose it is and until when', async () => {
    const token = person.accessToken!;
    const { sub, sid, exp } = decodeJwt(token).payload;
    const answer = await server.client().post(PATH, { token });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ active: true, sub, sid, exp });
  });

  it('says no, and no more, once it has expired', async () => {
    const token = person.accessToken!;
    server.clock.advance(600_000);
    expect(await verify(token)).toEqual({ active: false });
  });

  it('says no once its session has ended', async () => {
    const token = person.accessToken!;
    await person.post('/api/auth/logout');
    expect(await verify(token)).toEqual({ active: false });
  });

  it('says no to anything else', async () => {
    const { header, payload } = decodeJwt(person.accessToken!);
    const others = [
      person.refreshToken!,
      'garbage',
      '',
      '..',
      'a.b.c',
      '\0',
      'x'.repeat(10_000),
      ` ${person.accessToken}`,
      `${person.accessToken}=`,
      `${person.accessToken}.`,
      forgeJwt({ ...header, alg: 'none' }, payload, ''),
      forgeJwt({ ...header, crit: ['x'] }, payload, SECRETS.JWT_ACCESS_SECRET),
      forgeJwt(header, [payload], SECRETS.JWT_ACCESS_SECRET),
    ];
    for (const token of others)
      expect(await verify(token)).toEqual({ active: false });
  });

  async function verify(token: string): Promise<unknown> {
    const answer = await server.client().post(PATH, { token });
    expect(answer.status).toBe(200);
    return answer.body;
  }
});
