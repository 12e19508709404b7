import { describeDatabaseError } from './common/errors/database-errors.js';
import { ConfigError } from './config/config-error.js';
import { EmbeddedPostgresError } from './database/embedded/embedded-postgres.error.js';

/** The codes behind what people get wrong in a DATABASE_URL. */
const DATABASE_REASONS: Record<string, string | undefined> = {
  '28P01': 'wrong user name or password',
  '28000': 'this user may not log in from here, or only with TLS',
  '3D000': 'there is no such database',
  '42501': 'this user may not create tables',
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'there is no such host',
};

/** Why the server can't start: a line for each problem, which names what to change and never its value. */
export function startProblems(error: unknown): readonly string[] {
  if (error instanceof ConfigError) return error.problems;
  if (error instanceof EmbeddedPostgresError) return [error.message];
  return [
    error instanceof Error ? (error.stack ?? error.message) : String(error),
  ];
}

/** The problem of a server that can't listen where it was told to. */
export function cannotListen(error: unknown): ConfigError {
  const { code } = error as NodeJS.ErrnoException;
  const name = code === 'EADDRINUSE' || code === 'EACCES' ? 'PORT' : 'HOST';
  return new ConfigError([
    `${name}: the server can't listen there (${code}), set PORT or HOST to another one`,
  ]);
}

/** The problem of a database that can't be reached or brought up to date. */
export function cannotUseDatabase(error: unknown): unknown {
  if (error instanceof EmbeddedPostgresError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  const reason = describeDatabaseError(error)?.sqlState ?? code ?? message;
  const words = DATABASE_REASONS[reason];
  return new ConfigError([
    `DATABASE_URL: the database can't be used (${words ? `${reason}: ${words}` : reason})`,
  ]);
}
