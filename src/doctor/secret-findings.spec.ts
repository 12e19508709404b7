import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  complaints,
  configOf,
  productionConfigOf,
} from '../../test/support/doctored.js';
import { usesGeneratedSecrets } from './generated-secrets.js';
import { secretFindings } from './secret-findings.js';

describe('signing secrets', () => {
  let DATA_DIR: string;
  beforeEach(() => {
    DATA_DIR = mkdtempSync(join(tmpdir(), 'munjigi-doctor-'));
  });
  afterEach(() => rmSync(DATA_DIR, { recursive: true, force: true }));

  const none = { JWT_ACCESS_SECRET: '', JWT_REFRESH_SECRET: '' };

  it('are recognised as generated, also when only one is', () => {
    const { JWT_REFRESH_SECRET } = none;
    for (const missing of [none, { JWT_REFRESH_SECRET }])
      expect(usesGeneratedSecrets(configOf({ ...missing, DATA_DIR }))).toBe(
        true,
      );
  });

  it('are not generated when they were given, whatever is kept', () => {
    expect(usesGeneratedSecrets(configOf({ DATA_DIR }))).toBe(false);
    configOf({ ...none, DATA_DIR });
    expect(usesGeneratedSecrets(configOf({ DATA_DIR }))).toBe(false);
  });

  it('may be generated in development', () => {
    expect(complaints(secretFindings(configOf(), true))).toEqual([]);
  });

  it('should not be copied from development into production', () => {
    configOf({ ...none, DATA_DIR });
    const { access, refresh } = JSON.parse(
      readFileSync(join(DATA_DIR, 'secrets.json'), 'utf8'),
    ) as Record<string, string>;
    const config = productionConfigOf({
      DATA_DIR,
      JWT_ACCESS_SECRET: access!,
      JWT_REFRESH_SECRET: refresh!,
    });
    const findings = secretFindings(config, usesGeneratedSecrets(config));
    expect(complaints(findings)).toEqual([
      ['warning', expect.stringMatching(/^JWT_ACCESS_SECRET=<openssl/)],
    ]);
    const kept = usesGeneratedSecrets(productionConfigOf({ DATA_DIR }));
    expect(kept).toBe(false);
  });
});
