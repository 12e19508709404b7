// Starts the server as a newcomer and as an operator would, uses it once, and stops it.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../dist/database/embedded/embedded-postgres.js';

const dataDir = await mkdtemp(join(tmpdir(), 'munjigi-ci-'));
await chmod(dataDir, 0o755);

async function start(script, env) {
  const child = spawn('npm', ['run', script], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const ready = new Promise((resolve, reject) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      if (output.includes('"msg":"ready"')) resolve();
    });
    child.once('exit', (code) =>
      reject(new Error(`${script} ended with ${code}: ${output}`)),
    );
  });
  await ready;
  return child;
}

async function use(script, port) {
  const response = await fetch(`http://127.0.0.1:${port}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      username: `ci-${randomBytes(4).toString('hex')}`,
      password: 'correct horse battery',
    }),
  });
  if (response.status !== 201)
    throw new Error(`${script}: register answered ${response.status}`);
  const { accessToken } = await response.json();
  const me = await fetch(`http://127.0.0.1:${port}/api/users/me`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  if (me.status !== 200) throw new Error(`${script}: me answered ${me.status}`);
}

// As Ctrl-C does: the whole process group gets it.
async function stop(script, child) {
  const exited = once(child, 'exit');
  process.kill(-child.pid, 'SIGINT');
  const [code] = await exited;
  console.log(`${script}: started, used, stopped (${code})`);
}

async function tryOut(script, port, env) {
  const child = await start(script, { PORT: String(port), ...env });
  try {
    await use(script, port);
  } finally {
    await stop(script, child);
  }
}

try {
  await tryOut('start', 4101, { DATA_DIR: join(dataDir, 'start') });
  const database = await startEmbeddedPostgres(join(dataDir, 'production'));
  try {
    await tryOut('start:prod', 4102, {
      HOST: '127.0.0.1',
      PUBLIC_URL: 'https://ci.invalid',
      DATABASE_URL: database.url,
      JWT_ACCESS_SECRET: randomBytes(32).toString('base64url'),
      JWT_REFRESH_SECRET: randomBytes(32).toString('base64url'),
    });
  } finally {
    await database.stop();
  }
} finally {
  await rm(dataDir, { recursive: true, force: true });
}
