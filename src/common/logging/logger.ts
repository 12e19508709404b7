import { type Logger, pino, stdSerializers } from 'pino';
import { describeDatabaseError } from '../errors/database-errors.js';
import { BatchedStdout } from './batched-stdout.js';

// Nothing of this should ever be logged; should a line carry it all the same, it is cut out.
const SECRET_MEMBERS = [
  'authorization',
  'cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'headers.authorization',
  'headers.cookie',
  'req.headers.authorization',
  'req.headers.cookie',
  'body.password',
  'body.refreshToken',
];

/** JSON lines on stdout; readable ones when a developer looks at a terminal. */
export function createLogger(level: string, readable: boolean): Logger {
  const options = {
    level,
    redact: { paths: SECRET_MEMBERS, censor: '[redacted]' },
    serializers: { err: describeError },
  };
  if (!readable) return pino(options, new BatchedStdout());
  return pino({
    ...options,
    transport: {
      target: 'pino-pretty',
      options: {
        ignore: 'pid,hostname',
        translateTime: 'HH:MM:ss',
        singleLine: true,
      },
    },
  });
}

/**
 * What the log may tell of an error. Of a database error neither message nor statement nor
 * parameters: those quote rows. Of others no members beyond the usual: libraries hang requests on them.
 */
export function describeError(error: Error & { code?: unknown }): object {
  const database = describeDatabaseError(error);
  if (database) return { type: 'DatabaseError', ...database };
  const { type, message, stack } = stdSerializers.err(error);
  return { type, message, stack, code: error.code };
}
