import 'reflect-metadata';
import type { Config } from '../../src/config/config.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Finding, Level } from '../../src/doctor/finding.js';
import { productionEnv } from './production.js';
import { SECRETS } from './server.js';

// Never reached.
const DATABASE_URL = 'postgres://nobody:hunter2@127.0.0.1:1/none';

/** A Kakao app as a person would configure it, its keys of the right kind. */
export const KAKAO_APP = {
  KAKAO_CLIENT_ID: 'a1b2c3d4e5f60718293a4b5c6d7e8f90',
  KAKAO_CLIENT_SECRET: 'ClientSecretOfTheDoctorsTests001',
  KAKAO_APP_ID: '1234567',
  KAKAO_ADMIN_KEY: '0f9e8d7c6b5a4938271605f4e3d2c1b0',
};

/** What `npm run doctor` would read outside production. */
export const testEnv = (env: Record<string, string> = {}) => ({
  NODE_ENV: 'test',
  DATABASE_URL,
  ...SECRETS,
  ...env,
});

export const configOf = (env: Record<string, string> = {}): Config =>
  loadConfig(testEnv(env));

/** On https://api.munjigi.test. */
export const productionConfigOf = (env: Record<string, string> = {}): Config =>
  loadConfig({ ...productionEnv(DATABASE_URL, 3000), ...env });

/** The findings that are of a level. */
export const ofLevel = (level: Level, findings: readonly Finding[]) =>
  findings.filter((finding) => finding.level === level);

/** Level and fix of everything that is not fine. */
export const complaints = (findings: readonly Finding[]) =>
  findings
    .filter(({ level }) => level !== 'fine')
    .map(({ level, fix }) => [level, fix]);
