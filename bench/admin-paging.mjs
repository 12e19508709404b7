// `npm run bench:admin`: the list of users with a million of them, as a ratio to the same list with a thousand. Ends with 1 above 3.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { startEmbeddedPostgres } from '../dist/database/embedded/embedded-postgres.js';
import { migrate } from '../dist/database/migrate.js';
import { EXHAUSTIVE, FIGURES } from './admin-figures.mjs';
import { PEOPLE, RARE } from './people.mjs';

const FEW = 1_000;
const MANY = Number(process.env.BENCH_USERS ?? 1_000_000);
const TIMES = 41;
const TIMES_EXHAUSTIVE = 5;
const MOST = 3;
const PASSWORD = 'correct horse battery';

const dataDir = await mkdtemp(join(tmpdir(), 'munjigi-bench-'));
await chmod(dataDir, 0o755);
const database = await startEmbeddedPostgres(dataDir);
const devNull = openSync('/dev/null', 'w');
const children = [];

async function sql(url, text, values) {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await client.query(text, values);
  } finally {
    await client.end();
  }
}

/** A server on a database of its own with so many users, and an administrator who asks it. */
async function administrate(users, port) {
  await sql(database.url, `CREATE DATABASE users_${users}`);
  const url = Object.assign(new URL(database.url), {
    pathname: `/users_${users}`,
  }).href;
  await migrate(url);
  await sql(url, PEOPLE, [users]);
  await sql(url, RARE);
  await sql(url, 'VACUUM ANALYZE users');
  const origin = await start(url, port);
  await post(`${origin}/api/auth/register`);
  await sql(url, `UPDATE users SET role = 'admin' WHERE username = 'boss'`);
  const { accessToken } = await post(`${origin}/api/auth/login`);
  return async (parameters) => {
    const query = new URLSearchParams(parameters);
    const response = await fetch(`${origin}/api/admin/users?${query}`, {
      headers: { authorization: `Bearer ${accessToken}` },
    });
    if (response.status !== 200) throw new Error(await response.text());
    return response.json();
  };
}

async function start(url, port) {
  const child = spawn(process.execPath, ['dist/main.js'], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: 'https://bench.invalid',
      DATABASE_URL: url,
      JWT_ACCESS_SECRET: randomBytes(32).toString('hex'),
      JWT_REFRESH_SECRET: randomBytes(32).toString('hex'),
    },
    stdio: ['ignore', devNull, 'inherit'],
  });
  children.push(child);
  const origin = `http://127.0.0.1:${port}`;
  const isReady = () =>
    fetch(`${origin}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isReady())) await delay(50);
  return origin;
}

async function post(url) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'boss', password: PASSWORD }),
  });
  return response.json();
}

/** Before the tenth user there ever was: fewer than a page. */
const LAST = Buffer.from(
  `${Date.UTC(2020, 0, 1, 0, 10)}000.00000000-0000-0000-0000-000000000000`,
).toString('base64url');

/** What to ask for; a deep page begins at the 500th user. */
async function parametersFor(ask, { q, deep, last }) {
  const search = q === undefined ? {} : { q };
  if (last) return { ...search, cursor: LAST };
  if (!deep) return search;
  let cursor;
  for (let page = 0; page < 5; page += 1)
    cursor = (await ask({ ...search, limit: '100', ...(cursor && { cursor }) }))
      .nextCursor;
  return { ...search, ...(cursor && { cursor }) };
}

const median = (list) =>
  list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];

/** Medians, in milliseconds, of both sides. */
async function measure(sides, wish, count) {
  const parameters = [];
  for (const ask of sides) parameters.push(await parametersFor(ask, wish));
  const times = [[], []];
  for (let n = 0; n < count; n += 1)
    for (const [side, ask] of sides.entries()) {
      const startedAt = performance.now();
      await ask(parameters[side]);
      times[side].push(performance.now() - startedAt);
    }
  return times.map(median);
}

function print(title, [few, many]) {
  console.log(
    `${title.padEnd(24)} ${(many / few).toFixed(2).padStart(5)}   (${few.toFixed(1)} / ${many.toFixed(1)})`,
  );
}

try {
  const sides = [await administrate(FEW, 4304), await administrate(MANY, 4305)];
  console.log(
    `figure                   ratio   (ms with ${FEW} and ${MANY} users)`,
  );
  for (const [title, wish] of FIGURES) {
    const [few, many] = await measure(sides, wish, TIMES);
    if (many / few > MOST) process.exitCode = 1;
    print(title, [few, many]);
  }
  for (const [title, wish] of EXHAUSTIVE)
    print(title, await measure(sides, wish, TIMES_EXHAUSTIVE));
} finally {
  await Promise.all(
    children.map((child) => (child.kill(), once(child, 'exit'))),
  );
  await database.stop();
  await rm(dataDir, { recursive: true, force: true });
}
