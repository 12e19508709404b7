import { once } from 'node:events';
import { createDatabase } from './support/databases.js';
import { spawnServer } from './support/spawned-server.js';

describe('a server whose log nobody reads any more', () => {
  it('goes on serving, and stops when it is told to', async () => {
    const server = await spawnServer({
      DATABASE_URL: await createDatabase(),
      LOG_LEVEL: 'debug',
    });
    const { stdout } = server.process;
    stdout!.destroy();
    await once(stdout!, 'close');
    // More than a batch of lines, so that it has tried to write.
    for (let i = 0; i < 150; i += 1) {
      const { status } = await server.client().send('/api/users/me');
      expect(status).toBe(401);
    }
    expect(await server.stop()).toBe(0);
  });
});
