import type { Config } from './config.js';
import { developmentSecrets } from './development-secrets.js';
import type { Environment } from './environment.js';
import { splitList } from './environment.validators.js';

const MIN_BYTES = 32;

interface Secrets {
  readonly access: readonly string[];
  readonly refresh: readonly string[];
}

/** The HMAC secrets given, or outside production generated ones; what is wrong with them is added to `problems`. */
export function readSecrets(
  env: Environment,
  environment: Config['environment'],
  problems: string[],
): Secrets {
  const access = splitList(env.JWT_ACCESS_SECRET ?? '');
  const refresh = splitList(env.JWT_REFRESH_SECRET ?? '');
  problems.push(
    ...secretProblems('JWT_ACCESS_SECRET', env.JWT_ACCESS_SECRET, access),
  );
  problems.push(
    ...secretProblems('JWT_REFRESH_SECRET', env.JWT_REFRESH_SECRET, refresh),
  );
  if (access.some((secret) => refresh.includes(secret)))
    problems.push(
      'JWT_REFRESH_SECRET: no secret may stand in JWT_ACCESS_SECRET too',
    );
  const complete = access.length > 0 && refresh.length > 0;
  if (complete || environment === 'production' || problems.length > 0)
    return { access, refresh };
  const generated = generate(env.DATA_DIR, problems);
  return {
    access: access.length > 0 ? access : [generated.access],
    refresh: refresh.length > 0 ? refresh : [generated.refresh],
  };
}

function secretProblems(
  name: string,
  given: string | undefined,
  secrets: string[],
): string[] {
  if (given === undefined) return [];
  if (secrets.length === 0) return [`${name}: names no secret`];
  const problems: string[] = [];
  // RFC 8725 §3.5: an HMAC key as long as the hash, and nothing a person would type.
  if (secrets.some((secret) => Buffer.byteLength(secret) < MIN_BYTES))
    problems.push(
      `${name}: each secret needs ${MIN_BYTES} bytes or more, such as the output of: openssl rand -base64 48`,
    );
  if (
    secrets.some((secret) =>
      /change[-_ ]?me|replace[-_ ]?me|example/i.test(secret),
    )
  )
    problems.push(
      `${name}: is an example, make one with: openssl rand -base64 48`,
    );
  return problems;
}

function generate(dataDir: string, problems: string[]) {
  try {
    return developmentSecrets(dataDir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    problems.push(
      `DATA_DIR: secrets.json can't be read or written there (${code ?? 'broken; delete it to get new ones'})`,
    );
    return { access: '', refresh: '' };
  }
}
