import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { inject } from 'vitest';
import { createDatabase, query, withDatabase } from './support/databases.js';
import { productionEnv } from './support/production.js';
import { SECRETS } from './support/server.js';
import {
  runServer,
  type SpawnedServer,
  spawnServer,
} from './support/spawned-server.js';
import type { TestClient } from './support/test-client.js';
import { findFreePort } from './support/free-port.js';

/** More than are hashed at once, and few enough for the 10 s that they have. */
const LOGINS = 12;

describe('starting and stopping', () => {
  it('in production prints JSON lines only, says where it is ready, and lets requests under way finish at SIGTERM', async () => {
    const port = await findFreePort();
    const server = await spawnServer({
      ...productionEnv(await createDatabase(), port),
      NODE_ENV: '',
    });
    const person = server.client();
    const registered = await person.register();
    expect(registered.status).toBe(201);
    expect(registered.headers.getSetCookie()[0]).toMatch(
      /^__Host-refresh_token=.*; Secure/,
    );
    for (const path of ['/docs', '/openapi.json', '/docs-json', '/dev/mail'])
      expect((await person.send(path)).status).toBe(404);
    expect((await person.send('/health/ready')).status).toBe(200);
    await expectGoodEnd(server, person, 'SIGTERM');
    const lines = server.output().trim().split('\n');
    const parsed = lines.map((line) => JSON.parse(line));
    expect(parsed.find(({ msg }) => msg === 'ready')).toMatchObject({
      level: expect.any(Number),
      url: `http://127.0.0.1:${port}`,
    });
    expect(server.output()).not.toContain('\u001b');
  });

  it('in development tells a newcomer where to go, and lets requests under way finish at SIGINT', async () => {
    const server = await spawnServer({
      DATABASE_URL: await createDatabase(),
      NODE_ENV: 'development',
    });
    const person = server.client();
    const { headers } = await person.send('/dev/mail');
    expect(headers.get('content-security-policy')).toContain("'none'");
    expect((await person.send('/dev/mail.json')).body).toEqual([]);
    await person.register();
    await expectGoodEnd(server, person, 'SIGINT');
    const [first] = server.output().trim().split('\n');
    expect(first).toMatch(/^App +http:\/\/localhost:3000$/);
    expect(server.output()).toContain('http://localhost:3000/docs');
    expect(server.output()).toContain('http://localhost:3000/dev/mail');
    expect(server.output()).toContain('/api/auth/kakao?returnTo=/ (emulated');
  });

  it('exits with one line when the database is down', async () => {
    const { code, output } = await runServer({
      NODE_ENV: 'test',
      PORT: '0',
      ...SECRETS,
      DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${await findFreePort()}/none`,
    });
    expectOneLine(
      code,
      output,
      /^DATABASE_URL: .*ECONNREFUSED: nothing listens there/,
    );
  });

  it.each([
    ['answers nothing', () => undefined],
    [
      'speaks another protocol',
      (): string => 'HTTP/1.1 400 Bad Request\r\n\r\n',
    ],
  ])(
    'exits with one line when what listens there %s',
    async (_name, greeting) => {
      const other = createServer((socket) => {
        socket.on('error', () => undefined);
        const text = greeting();
        if (text) socket.end(text);
      }).listen(0, '127.0.0.1');
      await once(other, 'listening');
      const { port } = other.address() as AddressInfo;
      const { code, output, ms } = await runServer({
        NODE_ENV: 'test',
        PORT: '0',
        ...SECRETS,
        DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${port}/none`,
      });
      other.close();
      expectOneLine(code, output, /^DATABASE_URL: /);
      expect(ms).toBeGreaterThan(0);
      expect(ms).toBeLessThan(8_000);
    },
  );

  it.each([
    [
      'the database is not there',
      (url: string) => withDatabase(url, 'nowhere'),
      '(3D000: there is no such database)',
    ],
    [
      'nobody is called so',
      (url: string) => url.replace(/\/\/[^@]*@/, '//nobody:hunter2@'),
      '(28P01: wrong user name or password)',
    ],
    [
      'it needs encryption that the server lacks',
      (url: string) => `${url}?sslmode=verify-full`,
      '',
    ],
  ])('exits with one line when %s', async (_name, change, words) => {
    const { code, output } = await runServer({
      NODE_ENV: 'test',
      PORT: '0',
      ...SECRETS,
      DATABASE_URL: change(inject('serverUrl')),
    });
    expectOneLine(code, output, /^DATABASE_URL: /);
    expect(output).toContain(words);
  });

  it('exits with one line when the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, output } = await runServer({
      NODE_ENV: 'test',
      PORT: String(port),
      ...SECRETS,
      DATABASE_URL: await createDatabase(),
      LOG_LEVEL: 'silent',
    });
    other.close();
    expectOneLine(code, output, /^PORT: .*EADDRINUSE/);
  });

  it('exits with one line when HOST is no address here', async () => {
    const { code, output } = await runServer({
      NODE_ENV: 'test',
      PORT: '0',
      HOST: 'host.invalid',
      ...SECRETS,
      DATABASE_URL: await createDatabase(),
      LOG_LEVEL: 'silent',
    });
    expectOneLine(code, output, /^(HOST|PORT): /);
  });

  describe('on an empty database', () => {
    let url: string;
    beforeEach(async () => {
      const serverUrl = inject('serverUrl');
      const name = `empty_${process.hrtime.bigint()}`;
      await query(serverUrl, `CREATE DATABASE ${name}`);
      url = withDatabase(serverUrl, name);
    });

    it('makes no tables with DB_MIGRATE=false', async () => {
      const env = { DATABASE_URL: url, DB_MIGRATE: 'false' };
      const server = await spawnServer(env);
      expect((await server.client().register()).status).toBe(500);
      await server.stop();
      const tables = await query(
        url,
        `SELECT 1 FROM information_schema.tables WHERE table_schema = 'public'`,
      );
      expect(tables).toEqual([]);
    });

    it('three at once all become ready, with one schema', async () => {
      const servers = await Promise.all(
        Array.from({ length: 3 }, () => spawnServer({ DATABASE_URL: url })),
      );
      const person = servers[0]!.client();
      expect((await person.register()).status).toBe(201);
      for (const server of servers) {
        const other = Object.assign(server.client(), {
          accessToken: person.accessToken,
        });
        expect((await other.me()).status).toBe(200);
      }
      const codes = await Promise.all(servers.map((server) => server.stop()));
      expect(codes).toEqual([0, 0, 0]);
    });
  });
});

/** Whoever is waiting for an answer gets it, whoever only has a connection holds nothing up, and the exit code is 0. */
async function expectGoodEnd(
  server: SpawnedServer,
  person: TestClient,
  signal: NodeJS.Signals,
): Promise<void> {
  // Browsers open connections on the chance that they will ask something.
  const silent = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(silent, 'connect');
  const devices = Array.from({ length: LOGINS }, () => person.copy());
  // Each has its connection before: those that are still connecting when the server stops are reset.
  await Promise.all(devices.map((device) => device.me()));
  const logins = devices.map((device) => device.login());
  // One answer says that all have arrived: they queue for the hash in their order.
  await logins[0];
  const stopped = server.stop(signal);
  const answers = await Promise.all(logins);
  expect(answers.map(({ status }) => status)).toEqual(Array(LOGINS).fill(200));
  expect(await stopped).toBe(0);
  // The 10 s are for requests, not for connections that a browser keeps; by the server's own clock.
  const drainedIn = loggedAt(server, 'stopped') - loggedAt(server, 'stopping');
  expect(drainedIn).toBeLessThan(9_000);
  await expect(person.me()).rejects.toThrow();
}

function loggedAt(server: SpawnedServer, message: string): number {
  const lines = server.output().split('\n');
  const line = lines.find((each) => each.includes(`"msg":"${message}"`))!;
  return (JSON.parse(line) as { time: number }).time;
}

function expectOneLine(
  code: number | null,
  output: string,
  line: RegExp,
): void {
  expect(code, output).toBe(1);
  expect(output).toMatch(line);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).not.toContain('hunter2');
}
