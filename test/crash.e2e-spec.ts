import { createDatabase, query } from './support/databases.js';
import { claimsOf, refreshWith, storedHash } from './support/refreshing.js';
import { type SpawnedServer, spawnServer } from './support/spawned-server.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';

describe('kill -9 in the middle of refreshes', () => {
  let server: SpawnedServer;
  let proxy: TcpProxy;
  let databaseUrl: string;
  let env: Record<string, string>;
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    proxy = await startTcpProxy(databaseUrl);
    // Starting anew on a slow machine must not outlast the grace.
    env = {
      DATABASE_URL: proxy.url,
      RATE_LIMIT: 'off',
      REFRESH_GRACE: '1m',
      MAX_SESSIONS: '20',
    };
    server = await spawnServer(env);
  });
  // What a test killed is started again by its end.
  afterAll(async () => {
    await server.stop();
    await proxy.close();
  });

  async function restart(): Promise<void> {
    await server.stop('SIGKILL');
    server = await spawnServer(env);
  }

  async function currentHash(token: string): Promise<string> {
    const { sub, sid } = claimsOf(token);
    const [row] = await query<{ current: string }>(
      databaseUrl,
      `SELECT refresh_tokens->$2->>'current' AS current FROM users WHERE id = $1`,
      [sub, sid],
    );
    return row!.current;
  }

  it('gives a client whose answer died with the server the token that was rotated for it', async () => {
    const person = server.client();
    await person.register();
    const lost = person.refreshToken!;
    // The statement commits, and its server dies before it hears of it.
    proxy.keepAnswers();
    const unanswered = expect(refreshWith(server.url, lost)).rejects.toThrow();
    await expect.poll(() => currentHash(lost)).not.toBe(storedHash(lost));
    await server.stop('SIGKILL');
    await unanswered;

    await restart();
    const { token } = await refreshWith(server.url, lost);
    expect(storedHash(token!)).toBe(await currentHash(lost));
    expect((await refreshWith(server.url, token)).status).toBe(200);
  });

  it('costs none of 20 clients their login, and old tokens are still known as old', async () => {
    const clients = Array.from({ length: 20 }, () => server.client());
    await Promise.all(clients.map((client) => client.register()));
    const history = clients.map(({ refreshToken }) => [refreshToken!]);
    let rotations = 0;
    let wentFar: () => void = () => undefined;
    const far = new Promise<void>((resolve) => (wentFar = resolve));
    const busy = history.map(async (tokens) => {
      // Until the connection breaks.
      for (;;) {
        const { token } = await refreshWith(server.url, tokens.at(-1));
        tokens.push(token!);
        if (++rotations === 100) wentFar();
      }
    });
    await far;
    const [ends] = await Promise.all([
      Promise.allSettled(busy),
      server.stop('SIGKILL'),
    ]);
    expect(new Set(ends.map(({ status }) => status))).toEqual(
      new Set(['rejected']),
    );
    await restart();
    for (const tokens of history) {
      expect(tokens).not.toContain(undefined);
      const retried = await refreshWith(server.url, tokens.at(-1));
      expect(retried.status).toBe(200);
      const next = await refreshWith(server.url, retried.token);
      expect(next.status).toBe(200);
      // Two behind by now.
      const reuse = await refreshWith(server.url, tokens.at(-1));
      expect(reuse.code).toBe('refresh_token_reused');
      const ended = await refreshWith(server.url, next.token);
      expect(ended.code).toBe('session_revoked');
    }
  });

  it('leaves a login untouched that was doing nothing', async () => {
    const person = server.client();
    await person.register();
    const { accessToken, refreshToken } = person;
    await restart();
    const returned = server.client();
    returned.accessToken = accessToken;
    returned.cookies.set('refresh_token', refreshToken!);
    expect((await returned.me()).status).toBe(200);
    expect((await returned.refresh()).status).toBe(200);
  });
});
