import {
  describeDatabaseError,
  isDatabaseUnavailable,
} from './common/errors/database-errors.js';
import { ConfigError } from './config/config-error.js';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.error.js';

/** Why the server can't start: a line for each problem, which names what to change and never its value. */
export function startProblems(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof EmbeddedPostgresError) return [error.message];
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'listen')
    return [
      `PORT: the server can't listen there (${code}), set PORT or HOST to another one`,
    ];
  const sqlState = describeDatabaseError(error)?.sqlState;
  if (sqlState || isDatabaseUnavailable(error))
    return [
      `DATABASE_URL: the database can't be used (${sqlState ?? code ?? 'no answer'})`,
    ];
  return [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ];
}
