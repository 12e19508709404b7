import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  startEmbeddedPostgres,
  useEmbeddedPostgres,
} from './embedded-postgres.js';
import { EmbeddedPostgresError } from './embedded-postgres.error.js';
import * as freePort from './free-port.js';
import { markOf } from './running-program.js';
import { until } from './until.js';

const sources = import.meta.dirname;
const isRoot = process.geteuid?.() === 0;

let scratch: string;
/** One cluster for all tests that need no fresh one: making it takes longer than anything else here. */
let dataDir: string;
let program: string;
const children: ChildProcess[] = [];
const systemFolders = new Set<string>();

beforeAll(async () => {
  scratch = await openFolder(
    await mkdtemp(join(tmpdir(), 'munjigi-embedded-')),
  );
  program = await compileOwner();
  dataDir = await newFolder();
});

afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const folder of systemFolders) await rm(folder, { recursive: true });
  await rm(scratch, { recursive: true });
});

describe('the embedded PostgreSQL', () => {
  it('keeps what was written over stop and start', async () => {
    const first = await startEmbeddedPostgres(dataDir);
    expect(first.url).toMatch(
      /^postgres:\/\/munjigi:[\w-]{32}@127\.0\.0\.1:\d+\/munjigi$/,
    );
    await query(first.url, `CREATE TABLE note AS SELECT '문지기' AS text`);
    await first.stop();
    await first.stop();

    const second = await startEmbeddedPostgres(dataDir);
    expect(await query(second.url, 'SELECT text FROM note')).toEqual([
      { text: '문지기' },
    ]);
    await second.stop();
    await expect(query(second.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('takes no shortcut with durability, is closed to strangers and sorts the same everywhere', async () => {
    await withServer(dataDir, async (url) => {
      expect(await setting(url, 'fsync')).toBe('on');
      expect(await setting(url, 'listen_addresses')).toBe('127.0.0.1');
      expect(await setting(url, 'unix_socket_directories')).toBe('');
      expect(await setting(url, 'server_encoding')).toBe('UTF8');
      expect(
        await query(url, `SELECT upper('é') AS upper, 'a' < 'B' AS words`),
      ).toEqual([{ upper: 'É', words: false }]);
      const wrong = url.replace(/:[\w-]+@/, ':wrong@');
      await expect(query(wrong, 'SELECT 1')).rejects.toThrow(
        'password authentication failed',
      );
    });
  });

  it('refuses a folder that a living program holds, and says which', async () => {
    await withServer(dataDir, async (url) => {
      const second = startEmbeddedPostgres(dataDir);
      await expect(second).rejects.toThrow(EmbeddedPostgresError);
      await expect(second).rejects.toThrow(
        `The folder ${dataDir} is in use by another running munjigi (pid ${process.pid}). Stop it, or set DATA_DIR to another folder.`,
      );
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });
  });

  it('lets only one of several rivals have a folder whose owner is dead', async () => {
    await writeFile(
      join(dataDir, 'postgres.owner'),
      `${process.pid} an earlier program\n`,
    );
    const rivals = await Promise.allSettled(
      [1, 2, 3].map(() => startEmbeddedPostgres(dataDir)),
    );
    const winners = rivals.filter((rival) => rival.status === 'fulfilled');
    for (const winner of winners) await winner.value.stop();
    expect(winners).toHaveLength(1);
  });

  it('leaves no server behind when its program is killed, and keeps the data', async () => {
    const { child, url } = await startElsewhere(dataDir);
    await query(url, 'CREATE TABLE killed_note AS SELECT 42 AS number');
    const postmaster = await postmasterOf(url);
    child.kill('SIGKILL');
    expect(await endOf(postmaster)).toBe(true);

    await withServer(dataDir, async (again) =>
      expect(await query(again, 'SELECT number FROM killed_note')).toEqual([
        { number: 42 },
      ]),
    );
  });

  it('does not wait for the watchdog when it is started again at once', async () => {
    const { child, url } = await startElsewhere(dataDir);
    await query(url, 'CREATE TABLE hurried_note AS SELECT 42 AS number');
    child.kill('SIGKILL');
    await once(child, 'exit');
    await withServer(dataDir, async (again) =>
      expect(await query(again, 'SELECT number FROM hurried_note')).toEqual([
        { number: 42 },
      ]),
    );
  });

  it('does not hear the Ctrl-C that our terminal sends to the whole process group', async () => {
    const { child, url } = await startElsewhere(dataDir);
    process.kill(-child.pid!, 'SIGINT');
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    child.stdin!.end();
    await once(child, 'exit');
    await expect(query(url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('lends a command line tool the server that runs already, and keeps it running', async () => {
    await withServer(dataDir, async (url) => {
      const borrowed = await useEmbeddedPostgres(dataDir);
      expect(borrowed.url).toBe(url);
      await borrowed.stop();
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    });

    const own = await useEmbeddedPostgres(dataDir);
    await own.stop();
    await expect(query(own.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
  });

  it('makes the cluster anew when its making was killed half-way', async () => {
    const fresh = await newFolder();
    // By itself: whoever looks on from elsewhere may look when it is done.
    const child = launch(fresh, 'die half-way');
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(await partialsIn(fresh)).toHaveLength(1);
    expect(await readdir(fresh)).not.toContain('postgres');

    await withServer(fresh, async (url) =>
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]),
    );
    expect(await partialsIn(fresh)).toEqual([]);
  });

  it('is not stopped by a postmaster.pid whose number another program has got', async () => {
    const cluster = await withServer(dataDir, (url) =>
      setting(url, 'data_directory'),
    );
    const account = isRoot ? { uid: 65534, gid: 65534 } : {};
    const stranger = spawn('sleep', ['60'], account);
    children.push(stranger);
    const content = [
      stranger.pid,
      cluster,
      1,
      5432,
      '',
      '127.0.0.1',
      '',
      'ready',
      '',
    ].join('\n');
    await writeFile(join(cluster, 'postmaster.pid'), content);

    await withServer(dataDir, async (url) =>
      expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]),
    );
    expect(stranger.exitCode ?? stranger.signalCode).toBeNull();
  });

  it('outlives a server that dies by itself, and finds the data again', async () => {
    const server = await startEmbeddedPostgres(dataDir);
    await query(server.url, 'CREATE TABLE crashed_note AS SELECT 42 AS number');
    const postmaster = await postmasterOf(server.url);
    process.kill(postmaster, 'SIGKILL');
    expect(await endOf(postmaster)).toBe(true);
    await server.stop();

    await withServer(dataDir, async (url) =>
      expect(await query(url, 'SELECT number FROM crashed_note')).toEqual([
        { number: 42 },
      ]),
    );
  });

  it('takes another port when somebody is faster', async () => {
    const rival = createServer().listen(0, '127.0.0.1');
    await once(rival, 'listening');
    const { port } = rival.address() as AddressInfo;
    vi.spyOn(freePort, 'findFreePort').mockResolvedValueOnce(port);
    await withServer(dataDir, async (url) =>
      expect(new URL(url).port).not.toBe(port),
    );
    expect(freePort.findFreePort).toHaveBeenCalledTimes(2);
    vi.restoreAllMocks();
    rival.close();
  });

  it('gives the database a new password when the old one is gone, and keeps the data', async () => {
    await withServer(dataDir, (url) =>
      query(url, 'CREATE TABLE locked_out_note AS SELECT 42 AS number'),
    );
    await rm(join(dataDir, 'postgres.password'));
    await withServer(dataDir, async (url) =>
      expect(await query(url, 'SELECT number FROM locked_out_note')).toEqual([
        { number: 42 },
      ]),
    );
  });

  it('keeps the files where PostgreSQL can reach them when the folder is closed to all but root', async () => {
    const closed = await newFolder();
    await chmod(closed, 0o700);
    const print = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const below = join(closed, 'data');
    const cluster = await withServer(below, (url) =>
      setting(url, 'data_directory'),
    );
    if (isRoot) {
      systemFolders.add(dirname(cluster));
      expect(cluster).toMatch(/^\/var\/lib\/munjigi\/[0-9a-f]{16}\/postgres$/);
      expect(print.mock.calls.flat().join()).toContain(dirname(cluster));
    } else expect(cluster).toBe(join(below, 'postgres'));

    print.mockClear();
    expect(
      await withServer(below, (url) => setting(url, 'data_directory')),
    ).toBe(cluster);
    expect(print).not.toHaveBeenCalled();
    vi.restoreAllMocks();
  });

  it('says in one line that the folder cannot be made', async () => {
    const file = join(await newFolder(), 'file');
    await writeFile(file, '');
    const start = startEmbeddedPostgres(join(file, 'data'));
    await expect(start).rejects.toThrow(EmbeddedPostgresError);
    await expect(start).rejects.toThrow(
      /^The database cannot be kept in the folder .*$/,
    );
  });
});

async function newFolder(): Promise<string> {
  return openFolder(await mkdtemp(join(scratch, 'data-')));
}

async function openFolder(path: string): Promise<string> {
  await chmod(path, 0o755);
  return path;
}

async function withServer<T>(
  dataDir: string,
  work: (url: string) => Promise<T>,
): Promise<T> {
  const server = await startEmbeddedPostgres(dataDir);
  try {
    return await work(server.url);
  } finally {
    await server.stop();
  }
}

async function query(
  url: string,
  statement: string,
): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

async function setting(url: string, name: string): Promise<string> {
  const [row] = await query(url, `SHOW ${name}`);
  return String(row![name]);
}

async function postmasterOf(url: string): Promise<number> {
  const file = await readFile(
    join(await setting(url, 'data_directory'), 'postmaster.pid'),
    'utf8',
  );
  return Number.parseInt(file, 10);
}

function endOf(pid: number): Promise<boolean> {
  return until(async () => (await markOf(pid)) === null, 15_000);
}

async function partialsIn(dataDir: string): Promise<string[]> {
  return (await readdir(dataDir)).filter((name) =>
    name.startsWith('postgres.partial-'),
  );
}

/** Another program that owns a server, says where, ignores Ctrl-C and stops the server when its input ends. */
function launch(dataDir: string, ...orders: string[]): ChildProcess {
  const child = spawn(process.execPath, [program, dataDir, ...orders], {
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

async function startElsewhere(
  dataDir: string,
): Promise<{ child: ChildProcess; url: string }> {
  const child = launch(dataDir);
  const [url] = (await once(child.stdout!.setEncoding('utf8'), 'data')) as [
    string,
  ];
  return { child, url: url.trim() };
}

/** Node cannot run TypeScript, so the other program runs what TypeScript makes of the sources. */
async function compileOwner(): Promise<string> {
  const folder = join(scratch, 'compiled');
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  await symlink(nodeModules(), join(folder, 'node_modules'));
  const names = (await readdir(sources)).filter(
    (name) => !name.endsWith('.spec.ts'),
  );
  for (const name of names) {
    const source = await readFile(join(sources, name), 'utf8');
    const { outputText } = ts.transpileModule(source, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
      },
    });
    await writeFile(join(folder, name.replace(/\.ts$/, '.js')), outputText);
  }
  const owner = join(folder, 'owner.test-program.js');
  await writeFile(
    owner,
    `import { watch } from 'node:fs';
     import { startEmbeddedPostgres } from './embedded-postgres.js';
     if (process.argv[3] === 'die half-way')
       watch(process.argv[2], (event, name) => {
         if (name.startsWith('postgres.partial-')) process.kill(process.pid, 'SIGKILL');
       });
     process.on('SIGINT', () => {});
     const server = await startEmbeddedPostgres(process.argv[2]);
     console.log(server.url);
     process.stdin.on('end', () => server.stop().then(() => process.exit())).resume();`,
  );
  return owner;
}

const nodeModules = (): string =>
  dirname(
    dirname(import.meta.resolve('pg/package.json').replace('file://', '')),
  );
