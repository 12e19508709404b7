import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { findFreePort } from './free-port.js';
import { SECRETS } from './secrets.js';
import { TestClient } from './test-client.js';

const MAIN = resolve(import.meta.dirname, '../../dist/main.js');
const TELLING_TIME = new URL('tell-own-time.mjs', import.meta.url).href;

export interface SpawnedServer {
  readonly process: ChildProcess;
  readonly url: string;
  /** What it printed so far. */
  output(): string;
  client(): TestClient;
  /** Sends a signal and waits for the end; the exit code, null after a kill. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** The built server in a process of its own. Waits until it is ready. */
export async function spawnServer(
  env: Record<string, string>,
): Promise<SpawnedServer> {
  const port = Number(env.PORT ?? (await findFreePort()));
  const child = run({
    NODE_ENV: 'test',
    PORT: String(port),
    PUBLIC_URL: 'http://localhost:3000',
    // As in `startServer`; production has no such choice.
    ...(env.NODE_ENV !== '' && { RATE_LIMIT: 'off' }),
    ...SECRETS,
    ...env,
  });
  const output = collect(child);
  const exited = once(child, 'exit') as Promise<[number | null]>;
  await new Promise<void>((ready, failed) => {
    child.stdout!.on(
      'data',
      () => output().includes('"msg":"ready"') && ready(),
    );
    void exited.then(([code]) =>
      failed(new Error(`exit ${code}: ${output()}`)),
    );
  });
  const url = `http://127.0.0.1:${port}`;
  return {
    process: child,
    url,
    output,
    client: () => new TestClient(url),
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return (await exited)[0];
    },
  };
}

export interface Run {
  readonly code: number | null;
  readonly output: string;
  /** How long it took, but for when it waited for a core that others had. */
  readonly ms: number;
}

/** Runs the built server until it exits by itself. */
export async function runServer(env: Record<string, string>): Promise<Run> {
  const child = run({ NODE_OPTIONS: `--import=${TELLING_TIME}`, ...env });
  const output = collect(child);
  const time = text(child.stdio[3] as Readable);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output(), ms: Number(await time) };
}

/** A test that times out while one starts has no handle to stop it by. */
const running = new Set<ChildProcess>();
process.once('exit', () => running.forEach((child) => child.kill('SIGKILL')));

function run(env: Record<string, string>): ChildProcess {
  const { PATH, HOME } = process.env as Record<string, string>;
  const child = spawn(process.execPath, [MAIN], {
    env: { PATH, HOME, ...env } as NodeJS.ProcessEnv,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

function collect(child: ChildProcess): () => string {
  const chunks: string[] = [];
  child.stdout!.on('data', (chunk) => chunks.push(String(chunk)));
  child.stderr!.on('data', (chunk) => chunks.push(String(chunk)));
  return () => chunks.join('');
}
