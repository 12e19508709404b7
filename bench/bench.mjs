// `npm run bench`: each figure is a ratio to a bare server doing the same in the same run; only ratios carry over between machines.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/database/embedded/embedded-postgres.js';
import { run } from './load.mjs';
import { writeSessions } from './sessions.mjs';
import { answers, startTimes } from './starts.mjs';

const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const CONNECTIONS = 32;
// Limits are on, and one session is refreshed 60 times a minute at most: each connection takes turns with many.
const SESSIONS_PER_CONNECTION = 250;
// V8 compiles a framework's paths later than a bare handler's.
const WARM_UP_SECONDS = Number(process.env.BENCH_WARM_UP_SECONDS ?? 10);
const PORTS = { munjigi: 4301, 'bare-me': 4302, 'bare-refresh': 4303 };

const dataDir = await mkdtemp(join(tmpdir(), 'munjigi-bench-'));
await chmod(dataDir, 0o755);
const database = await startEmbeddedPostgres(dataDir);
const env = {
  PATH: process.env.PATH,
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  PUBLIC_URL: 'https://bench.invalid',
  DATABASE_URL: database.url,
  JWT_ACCESS_SECRET: randomBytes(32).toString('hex'),
  JWT_REFRESH_SECRET: randomBytes(32).toString('hex'),
};
const children = [];
const devNull = openSync('/dev/null', 'w');

async function start(name, file, more = {}) {
  const port = PORTS[name];
  const child = spawn(process.execPath, [file], {
    env: { ...env, ...more, PORT: String(port) },
    // Logs are written, and nobody's time is spent on reading them.
    stdio: ['ignore', devNull, 'inherit'],
  });
  children.push(child);
  while (!(await answers(port))) await delay(50);
}

async function register(name) {
  const response = await fetch(
    `http://127.0.0.1:${PORTS.munjigi}/api/auth/register`,
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        username: name,
        password: 'correct horse battery',
      }),
    },
  );
  return response.json();
}

async function compare(title, ours, bare) {
  const results = { ours: [], bare: [] };
  for (const load of [ours, bare])
    await run({
      ...load(),
      seconds: WARM_UP_SECONDS,
      connections: CONNECTIONS,
    });
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [side, load] of [
      ['ours', ours],
      ['bare', bare],
    ]) {
      const result = await run({
        ...load(),
        seconds: SECONDS,
        connections: CONNECTIONS,
      });
      if (result.failed > 0)
        throw new Error(`${title}, ${side}: ${result.failed} requests failed`);
      results[side].push(result.rate);
    }
  const median = (list) =>
    list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
  const [a, b] = [median(results.ours), median(results.bare)];
  console.log(
    `${title.padEnd(28)} ${(a / b).toFixed(2)}   (${Math.round(a)} / ${Math.round(b)} a second)`,
  );
}

const get = (port, token) => ({
  port,
  requestFor: () =>
    `GET /api/users/me HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer ${token}\r\n\r\n`,
});

const refresh = (port, cookieName, tokens) => {
  const turns = Array.from({ length: CONNECTIONS }, () => 0);
  const at = (i) => i + CONNECTIONS * (turns[i] % SESSIONS_PER_CONNECTION);
  return {
    port,
    requestFor: (i) =>
      `POST /api/auth/refresh HTTP/1.1\r\nHost: bench\r\nCookie: ${cookieName}=${tokens[at(i)]}\r\nContent-Length: 0\r\n\r\n`,
    onAnswer: (i, head) => {
      tokens[at(i)] = /set-cookie: [^=]+=([^;]+)/i.exec(head)?.[1];
      turns[i] += 1;
    },
  };
};

async function compareStarts() {
  const files = ['dist/main.js', 'bench/bare-start.mjs'];
  const port = String(PORTS.munjigi);
  const [ours, bare] = await startTimes(files, { ...env, PORT: port }, ROUNDS);
  console.log(
    `${'start until it listens'.padEnd(28)} ${(ours / bare).toFixed(2)}   (${Math.round(ours)} / ${Math.round(bare)} ms)`,
  );
}

try {
  console.log('figure                       ratio');
  await compareStarts();
  await start('munjigi', 'dist/main.js');
  const { accessToken, user } = await register('bench');
  await start('bare-me', 'bench/bare-me.mjs', {
    BARE_USER: JSON.stringify(user),
  });
  await start('bare-refresh', 'bench/bare-refresh.mjs');
  const sessions = CONNECTIONS * SESSIONS_PER_CONNECTION;
  const [ours, bares] = [
    await writeSessions(env, sessions),
    await writeSessions(env, sessions),
  ];
  await compare(
    'GET /api/users/me',
    () => get(PORTS.munjigi, accessToken),
    () => get(PORTS['bare-me'], accessToken),
  );
  await compare(
    'POST /api/auth/refresh',
    () => refresh(PORTS.munjigi, '__Host-refresh_token', ours),
    () => refresh(PORTS['bare-refresh'], 'refresh_token', bares),
  );
} finally {
  await Promise.all(
    children.map((child) => (child.kill(), once(child, 'exit'))),
  );
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
