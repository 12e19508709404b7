import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from './free-port.js';
import { spawnServer } from './spawned-server.js';

/** The built server in development, at an address that it keeps when it is stopped and started. */
export interface DevelopmentServer {
  readonly url: string;
  readonly databaseUrl: string;
  stop(): Promise<unknown>;
  start(): Promise<void>;
  close(): Promise<void>;
}

export async function startDevelopmentServer(
  databaseUrl: string,
  env: Record<string, string> = {},
): Promise<DevelopmentServer> {
  const [port, dataDir] = await Promise.all([
    findFreePort(),
    mkdtemp(join(tmpdir(), 'munjigi-web-')),
  ]);
  const url = `http://localhost:${port}`;
  const spawn = () =>
    spawnServer({
      NODE_ENV: 'development',
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      PORT: String(port),
      PUBLIC_URL: url,
      ...env,
    });
  let server = await spawn();
  return {
    url,
    databaseUrl,
    stop: () => server.stop(),
    start: async () => {
      server = await spawn();
    },
    close: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
