import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.js';

/** Whether a secret in use is one that was generated for development and is kept in `DATA_DIR`. */
export function usesGeneratedSecrets(config: Config): boolean {
  const kept = readKept(config.dataDir);
  return [...config.accessSecrets, ...config.refreshSecrets].some((secret) =>
    kept.includes(JSON.stringify(secret.export().toString())),
  );
}

function readKept(dataDir: string): string {
  try {
    return readFileSync(join(dataDir, 'secrets.json'), 'utf8');
  } catch {
    // Not there or not readable: then they were not used either.
    return '';
  }
}
