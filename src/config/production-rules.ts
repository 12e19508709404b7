import type { Environment } from './environment.js';
import { parseOrigin } from './environment.validators.js';

/** What would be unsafe to run in production, a line each. */
export function productionProblems(env: Environment): string[] {
  const problems: string[] = [];
  const missing = (name: keyof Environment) =>
    problems.push(`${name}: is required in production, where .env is not read`);
  if (!env.PUBLIC_URL) missing('PUBLIC_URL');
  else if (!parseOrigin(env.PUBLIC_URL)?.startsWith('https:'))
    problems.push(
      'PUBLIC_URL: must be https in production, cookies travel in the clear otherwise',
    );
  if (!env.DATABASE_URL) missing('DATABASE_URL');
  if (!env.JWT_ACCESS_SECRET) missing('JWT_ACCESS_SECRET');
  if (!env.JWT_REFRESH_SECRET) missing('JWT_REFRESH_SECRET');
  if (env.RATE_LIMIT === 'off')
    problems.push('RATE_LIMIT: off is for development and tests');
  return problems;
}
