import { randomBytes } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface DevelopmentSecrets {
  readonly access: string;
  readonly refresh: string;
}

/**
 * Secrets that outlive a restart, so that logins do too. Made once, readable by their owner only.
 * @throws NodeJS.ErrnoException when the folder can't be written or the file can't be read
 */
export function developmentSecrets(dataDir: string): DevelopmentSecrets {
  const path = join(dataDir, 'secrets.json');
  return readSecrets(path) ?? makeSecrets(dataDir, path);
}

function readSecrets(path: string): DevelopmentSecrets | undefined {
  try {
    const { access, refresh } = Object(
      JSON.parse(readFileSync(path, 'utf8')),
    ) as Partial<Record<'access' | 'refresh', unknown>>;
    if (isSecret(access) && isSecret(refresh) && access !== refresh)
      return { access, refresh };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  throw new SyntaxError(`${path} holds no two secrets`);
}

function isSecret(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 32;
}

function makeSecrets(dataDir: string, path: string): DevelopmentSecrets {
  const secret = () => randomBytes(32).toString('base64url');
  const draft = join(dataDir, `secrets.${process.pid}.tmp`);
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(
    draft,
    JSON.stringify({ access: secret(), refresh: secret() }),
    { mode: 0o600 },
  );
  try {
    // A link appears whole or not at all and never replaces what another process made meanwhile.
    linkSync(draft, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readSecrets(path)!;
}
