import type { Environment } from './environment.js';
import { parseOrigin } from './environment.validators.js';

/** What would be unsafe to run in production, a line each. */
export function productionProblems(env: Environment): string[] {
  const problems: string[] = [];
  if (!env.PUBLIC_URL) problems.push('PUBLIC_URL: is required in production');
  else if (!parseOrigin(env.PUBLIC_URL)?.startsWith('https:'))
    problems.push(
      'PUBLIC_URL: must be https in production, cookies travel in the clear otherwise',
    );
  if (!env.DATABASE_URL)
    problems.push(
      'DATABASE_URL: is required in production, the embedded PostgreSQL is for development',
    );
  if (!env.JWT_ACCESS_SECRET)
    problems.push('JWT_ACCESS_SECRET: is required in production');
  if (!env.JWT_REFRESH_SECRET)
    problems.push('JWT_REFRESH_SECRET: is required in production');
  if (env.RATE_LIMIT === 'off')
    problems.push('RATE_LIMIT: off is for development and tests');
  return problems;
}
