import { createDatabase, query } from './support/databases.js';
import { startServer, type TestServer } from './support/server.js';
import { startTcpProxy, type TcpProxy } from './support/tcp-proxy.js';

/** Between this instance and the database stands something that swallows LISTEN, as a transaction pooler does. */
describe('an instance that can talk to the database but hears nothing', () => {
  let server: TestServer;
  let proxy: TcpProxy;
  let databaseUrl: string;
  beforeAll(async () => {
    databaseUrl = await createDatabase();
    proxy = await startTcpProxy(databaseUrl, swallowListen);
    server = await startServer({ DATABASE_URL: proxy.url });
  });
  afterAll(async () => {
    await server.close();
    await proxy.close();
  });

  it('remembers nothing: what others change counts at once', async () => {
    const person = server.client();
    await person.register();
    for (const nickname of ['one', 'two', 'three']) {
      await person.me();
      await query(databaseUrl, 'UPDATE users SET nickname = $1', [nickname]);
      expect((await person.me()).body.nickname).toBe(nickname);
    }
    await query(databaseUrl, "UPDATE users SET refresh_tokens = '{}'");
    expect((await person.me()).body.code).toBe('session_revoked');
  });
});

function swallowListen(chunk: Buffer): Buffer {
  const text = chunk.toString('latin1');
  return Buffer.from(
    text.replace('LISTEN user_changed', 'SELECT 1           '),
    'latin1',
  );
}
