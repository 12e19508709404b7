import { createSecretKey, type KeyObject } from 'node:crypto';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { config as readDotEnv } from 'dotenv';
import type { Config, SigningKey } from './config.js';
import { ConfigError } from './config-error.js';
import { parseDuration } from './duration.js';
import { Environment } from './environment.js';
import { parseOrigin, splitList } from './environment.validators.js';
import { readKakao } from './kakao.js';
import { readMail } from './mail.js';
import { productionProblems } from './production-rules.js';
import { readSecrets } from './secrets.js';
import { readPrivateKey, readPublicKeys } from './signing-keys.js';

type Variables = Record<string, string | undefined>;

/**
 * Reads the process's environment, and `.env` outside production (the environment wins).
 * @throws ConfigError with a line for every problem
 */
export function loadConfigFromProcess(): Config {
  if (environmentOf(process.env) !== 'production') readDotEnv({ quiet: true });
  return loadConfig(process.env);
}

/**
 * Turns variables into a `Config`. Generates development secrets where none are given.
 * @throws ConfigError with a line for every problem
 */
export function loadConfig(variables: Variables): Config {
  const environment = environmentOf(variables);
  const env = readEnvironment(variables);
  const problems: string[] = [];
  if (environment === 'production') problems.push(...productionProblems(env));
  const origins = readOrigins(env);
  if (env.COOKIE_SAMESITE === 'none' && origins.publicUrl.startsWith('http:'))
    problems.push(
      'COOKIE_SAMESITE: none needs an https PUBLIC_URL, browsers drop the cookie otherwise',
    );
  const lives = readLives(env, problems);
  const accessKeys = readAccessKeys(env, problems);
  const secrets = readSecrets(env, environment, problems);
  const kakao = readKakao(env, problems);
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    environment,
    host: env.HOST ?? (environment === 'production' ? '0.0.0.0' : '127.0.0.1'),
    port: env.PORT,
    ...origins,
    trustedProxyHops: env.TRUSTED_PROXY_HOPS,
    databaseUrl: env.DATABASE_URL,
    databasePoolMax: env.DATABASE_POOL_MAX,
    migrateAtStart: env.DB_MIGRATE === 'true',
    dataDir: env.DATA_DIR,
    accessSecrets: secrets.access.map(toKey),
    refreshSecrets: secrets.refresh.map(toKey),
    accessKeys,
    ...lives,
    maxSessions: env.MAX_SESSIONS,
    cookieSameSite: env.COOKIE_SAMESITE,
    passwordMinLength: env.PASSWORD_MIN_LENGTH,
    kakao,
    kakaoRedirectUris: splitList(env.KAKAO_REDIRECT_URIS),
    ...readMail(env, origins.webUrl),
    rateLimit: env.RATE_LIMIT === 'on',
    logLevel: env.LOG_LEVEL,
    docs: env.DOCS ? env.DOCS === 'on' : environment !== 'production',
  };
}

/** Of all variables there are; those of `.env` too, once it was read. */
export function variableNames(): string[] {
  return Object.keys(process.env);
}

/**
 * What the command line needs: where the database is, and nothing else.
 * @throws ConfigError
 */
export function loadDatabaseConfig(): Pick<Config, 'databaseUrl' | 'dataDir'> {
  const environment = environmentOf(process.env);
  if (environment !== 'production') readDotEnv({ quiet: true });
  const { DATABASE_URL, DATA_DIR } = process.env;
  const env = readEnvironment({ DATABASE_URL, DATA_DIR });
  if (environment === 'production' && !env.DATABASE_URL)
    throw new ConfigError([
      'DATABASE_URL: is required in production, where .env is not read; the embedded PostgreSQL is for development',
    ]);
  return { databaseUrl: env.DATABASE_URL, dataDir: env.DATA_DIR };
}

function environmentOf(variables: Variables): Config['environment'] {
  const name = variables.NODE_ENV;
  return name === 'development' || name === 'test' ? name : 'production';
}

function readEnvironment(variables: Variables): Environment {
  const given = Object.keys(new Environment())
    .filter((name) => variables[name]?.trim())
    .map((name) => [name, variables[name]]);
  const env = plainToInstance(Environment, Object.fromEntries(given));
  const problems = validateSync(env).map(
    ({ property, constraints }) =>
      `${property}: ${Object.values(constraints ?? {})
        .map((line) => line.replace(`${property} `, ''))
        .join('; ')}`,
  );
  if (problems.length > 0) throw new ConfigError(problems);
  return env;
}

function readLives(env: Environment, problems: string[]) {
  const lives = {
    accessTokenTtl: parseDuration(env.ACCESS_TOKEN_TTL)!,
    refreshTokenTtl: parseDuration(env.REFRESH_TOKEN_TTL)!,
    sessionMaxAge: parseDuration(env.SESSION_MAX_AGE)!,
    refreshGrace: parseDuration(env.REFRESH_GRACE)!,
  };
  if (lives.accessTokenTtl > lives.refreshTokenTtl)
    problems.push(
      'ACCESS_TOKEN_TTL: must not be longer than REFRESH_TOKEN_TTL',
    );
  if (lives.refreshTokenTtl > lives.sessionMaxAge)
    problems.push('REFRESH_TOKEN_TTL: must not be longer than SESSION_MAX_AGE');
  return lives;
}

function readOrigins(env: Environment) {
  const publicUrl = parseOrigin(
    env.PUBLIC_URL ?? `http://localhost:${env.PORT}`,
  )!;
  const webUrl = env.WEB_URL ? parseOrigin(env.WEB_URL)! : publicUrl;
  const further = splitList(env.FRONTEND_ORIGINS).map((item) =>
    parseOrigin(item)!,
  );
  const allowedOrigins = [...new Set([publicUrl, webUrl, ...further])];
  return { publicUrl, webUrl, allowedOrigins };
}

function readAccessKeys(env: Environment, problems: string[]): SigningKey[] {
  const keys: SigningKey[] = [];
  const read = (name: keyof Environment, add: () => void) => {
    try {
      add();
    } catch {
      // The reason may quote the key, and a value never reaches the log.
      problems.push(
        `${name}: must be PEM, or @ and the path of one: P-256 (ES256) or RSA of 2048 bits or more (RS256)`,
      );
    }
  };
  const { JWT_ACCESS_PRIVATE_KEY: own, JWT_ACCESS_PUBLIC_KEYS: further } = env;
  if (own) read('JWT_ACCESS_PRIVATE_KEY', () => keys.push(readPrivateKey(own)));
  if (further && !own)
    problems.push('JWT_ACCESS_PUBLIC_KEYS: needs JWT_ACCESS_PRIVATE_KEY');
  else if (further)
    read('JWT_ACCESS_PUBLIC_KEYS', () => keys.push(...readPublicKeys(further)));
  return keys;
}

// A KeyObject, because jsonwebtoken first tries a string as a public key, at 50 times the cost.
function toKey(secret: string): KeyObject {
  return createSecretKey(Buffer.from(secret, 'utf8'));
}
