import { once } from 'node:events';
import { createServer } from 'node:net';

// Below what any system gives to who asks for no port in particular (from 32768 on Linux, from 49152 elsewhere).
const FIRST = 20_000;
const OF_A_WORKER = 1_000;

const first = FIRST + Number(process.env.VITEST_POOL_ID ?? 0) * OF_A_WORKER;
let tried = Math.floor(Math.random() * OF_A_WORKER);

/**
 * A port that nobody uses, and that none but its finder will take. With one the system chose, another server of
 * the run may be given the same before the finder listens, which takes a process seconds.
 */
export async function findFreePort(): Promise<number> {
  for (;;) {
    const port = first + (tried++ % OF_A_WORKER);
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch {
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
