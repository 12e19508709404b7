import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BAD_FORM,
  BAD_IN_PRODUCTION,
  BAD_SENSE,
  withBad,
} from '../../test/support/bad-environment.js';
import { productionEnv } from '../../test/support/production.js';
import { SECRETS } from '../../test/support/server.js';
import { ConfigError } from './config-error.js';
import { Environment } from './environment.js';
import { loadConfig } from './load-config.js';

const DATABASE_URL = 'postgres://nobody:hunter2@127.0.0.1:1/none';
const TEST = { NODE_ENV: 'test', DATABASE_URL, ...SECRETS };
const PRODUCTION = productionEnv(DATABASE_URL, 3000);

describe('configuration from the environment', () => {
  it.each([...BAD_FORM, ...BAD_SENSE])('refuses %s=%s', (...bad) => {
    expectProblem(withBad(TEST, [bad]), bad);
  });

  it.each(BAD_IN_PRODUCTION)('refuses %s=%s in production', (...bad) => {
    for (const NODE_ENV of ['', 'production'])
      expectProblem(withBad({ ...PRODUCTION, NODE_ENV }, [bad]), bad);
  });

  it.each(['production', 'prod', 'Development', ' test', '', undefined])(
    'takes the environment %j for production',
    (name) => {
      const config = loadConfig({ ...PRODUCTION, NODE_ENV: name });
      expect(config).toMatchObject({ environment: 'production', docs: false });
    },
  );

  it('has the defaults of the contract', () => {
    expect(loadConfig(TEST)).toMatchObject({
      environment: 'test',
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      webUrl: 'http://localhost:3000',
      allowedOrigins: ['http://localhost:3000'],
      trustedProxyHops: 0,
      databasePoolMax: 10,
      migrateAtStart: true,
      accessTokenTtl: 600_000,
      refreshTokenTtl: 604_800_000,
      sessionMaxAge: 2_592_000_000,
      refreshGrace: 10_000,
      maxSessions: 10,
      cookieSameSite: 'strict',
      passwordMinLength: 8,
      smtpUrl: undefined,
      mailFrom: { name: 'Munjigi', address: 'no-reply@localhost' },
      logLevel: 'info',
      docs: true,
    });
    const production = { ...PRODUCTION };
    delete production.HOST;
    expect(loadConfig(production).host).toBe('0.0.0.0');
  });

  it('knows this server by the port it listens on', () => {
    const { publicUrl } = loadConfig({ ...TEST, PORT: '8080' });
    expect(publicUrl).toBe('http://localhost:8080');
  });

  it('allows the origins of PUBLIC_URL, WEB_URL and FRONTEND_ORIGINS, as browsers write them', () => {
    const { allowedOrigins, publicUrl } = loadConfig({
      ...TEST,
      PUBLIC_URL: 'https://API.munjigi.test:443/',
      WEB_URL: 'https://munjigi.test',
      FRONTEND_ORIGINS: ' http://localhost:5173 ,https://munjigi.test/,',
    });
    expect(publicUrl).toBe('https://api.munjigi.test');
    expect(allowedOrigins).toEqual([
      'https://api.munjigi.test',
      'https://munjigi.test',
      'http://localhost:5173',
    ]);
  });

  it('takes an empty variable for none', () => {
    const { port } = loadConfig({ ...TEST, PORT: '', COOKIE_SAMESITE: '' });
    expect(port).toBe(3000);
  });

  it.each([
    ['a@munjigi.test', '', 'a@munjigi.test'],
    ['Munjigi <a@munjigi.test>', 'Munjigi', 'a@munjigi.test'],
    ['"문지기, 친구들" <a@munjigi.test>', '문지기, 친구들', 'a@munjigi.test'],
    ['<a@localhost>', '', 'a@localhost'],
  ])('takes MAIL_FROM=%s apart', (MAIL_FROM, name, address) => {
    const { mailFrom } = loadConfig({ ...TEST, MAIL_FROM });
    expect(mailFrom).toEqual({ name, address });
  });

  it('sends mail from the host of WEB_URL', () => {
    const { mailFrom } = loadConfig({
      ...TEST,
      WEB_URL: 'https://munjigi.test:8443',
    });
    expect(mailFrom.address).toBe('no-reply@munjigi.test');
  });

  it('takes secrets as the bytes of their UTF-8, the first to sign', () => {
    const secrets = [
      '고양이는 창가에서 잔다 그리고 논다',
      SECRETS.JWT_ACCESS_SECRET,
    ];
    const { accessSecrets } = loadConfig({
      ...TEST,
      JWT_ACCESS_SECRET: secrets.join(' , '),
    });
    expect(accessSecrets.map((key) => key.export().toString())).toEqual(
      secrets,
    );
  });

  it('lists every variable in .env.example, and no other', () => {
    const text = readFileSync('.env.example', 'utf8');
    const listed = [...text.matchAll(/^# ?([A-Z][A-Z_]+)=/gm)].map(
      ([, name]) => name,
    );
    expect(new Set(listed)).toEqual(new Set(Object.keys(new Environment())));
    expect(listed).toHaveLength(new Set(listed).size);
    // Nothing in it is set: a copy of it is a working .env.
    expect(text).not.toMatch(/^[^#\n]/m);
  });

  describe('without secrets, in development', () => {
    let dataDir: string;
    const env = () => ({ NODE_ENV: 'development', DATA_DIR: dataDir });
    beforeEach(() => {
      dataDir = join(mkdtempSync(join(tmpdir(), 'munjigi-config-')), 'data');
    });
    afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

    it('makes them once, for their owner only', () => {
      const first = loadConfig(env());
      const again = loadConfig(env());
      const bytes = ({ accessSecrets, refreshSecrets }: typeof first) =>
        [...accessSecrets, ...refreshSecrets].map((key) =>
          key.export().toString(),
        );
      expect(bytes(first)).toEqual(bytes(again));
      expect(new Set(bytes(first)).size).toBe(2);
      for (const secret of bytes(first)) expect(secret).toMatch(/^[\w-]{43}$/);
      const { mode } = statSync(join(dataDir, 'secrets.json'));
      expect(mode & 0o777).toBe(0o600);
    });

    it('makes others in another folder', () => {
      const [one] = loadConfig(env()).accessSecrets;
      dataDir = `${dataDir}-2`;
      const [two] = loadConfig(env()).accessSecrets;
      expect(one!.equals(two!)).toBe(false);
    });
  });
});

function expectProblem(
  env: Record<string, string>,
  [name, value = '']: readonly [string, string | undefined],
): void {
  const { problems } = refusal(env);
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(new RegExp(`^${name}: \\S`));
  for (const part of value.split(',').map((item) => item.trim()))
    if (part.length > 5) expect(problems[0]).not.toContain(part);
  expect(problems[0]).not.toContain('hunter');
}

function refusal(env: Record<string, string>): ConfigError {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('was taken');
}
