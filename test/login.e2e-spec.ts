import { startServer, type TestServer } from './support/server.js';

describe('logging in', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.close());

  it('registers, answers who is calling, refreshes and logs out', async () => {
    const person = server.client();
    const registered = await person.register({
      nickname: '민수',
      email: 'minsu@example.com',
    });
    expect(registered.status).toBe(201);
    expect(registered.body).toEqual({
      accessToken: expect.any(String),
      tokenType: 'Bearer',
      expiresIn: 600,
      user: {
        id: expect.any(String),
        username: person.username,
        nickname: '민수',
        email: 'minsu@example.com',
        emailVerified: false,
        role: 'user',
        providers: ['local'],
        createdAt: expect.any(String),
      },
    });
    expect((await person.me()).body).toEqual(registered.body.user);
    expect((await person.refresh()).status).toBe(200);
    expect((await person.me()).status).toBe(200);
    expect((await person.post('/api/auth/logout')).status).toBe(204);
    expect((await person.me()).body.code).toBe('session_revoked');
    expect((await person.refresh()).body.code).toBe('refresh_token_missing');
  });
});
