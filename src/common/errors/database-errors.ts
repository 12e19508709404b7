import {
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
} from 'typeorm';

// Connection trouble (08), resources (53), operator's doing (57), and what another try cures: serialization, deadlock, lock wait, read-only standby.
const PASSING_SQLSTATE = /^(08|53|57)|^(40001|40P01|55P03|25006|25P03|25P04)$/;

const LOST_CONNECTION = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENOENT',
]);

// node-postgres gives these no code.
const POOL_MESSAGES =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end)/;

// All that TypeORM says of the next statement when the connection broke between two of a transaction.
const BETWEEN_STATEMENTS = [
  QueryRunnerAlreadyReleasedError,
  QueryRunnerProviderAlreadyReleasedError,
];

export interface DatabaseError {
  readonly sqlState?: string;
  readonly constraint?: string;
  /** What the driver says where the server said nothing. */
  readonly reason?: string;
}

/** What may be told of a database error: SQLSTATE and constraint name; undefined when it is another kind of error. */
export function describeDatabaseError(
  error: unknown,
): DatabaseError | undefined {
  const origin = driverError(error);
  const { code, constraint } = Object(origin) as {
    code?: unknown;
    constraint?: string;
  };
  if (isSqlState(code)) return { sqlState: code, constraint };
  if (origin === error) return undefined;
  const { message } = Object(origin) as { message?: string };
  return { reason: typeof code === 'string' ? code : message };
}

/** Whether the database is missing or busy rather than the statement wrong: a 503, worth another try. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const origin = driverError(error);
  if (origin instanceof AggregateError)
    return origin.errors.some(isDatabaseUnavailable);
  if (BETWEEN_STATEMENTS.some((kind) => origin instanceof kind)) return true;
  if (!(origin instanceof Error)) return false;
  const { code, syscall } = origin as NodeJS.ErrnoException;
  const { sqlState } = describeDatabaseError(origin) ?? {};
  if (sqlState) return PASSING_SQLSTATE.test(sqlState);
  if (code && LOST_CONNECTION.has(code))
    return code !== 'ENOENT' || syscall === 'connect';
  return POOL_MESSAGES.test(origin.message);
}

function isSqlState(code: unknown): code is string {
  return (
    typeof code === 'string' &&
    /^[0-9A-Z]{5}$/.test(code) &&
    !LOST_CONNECTION.has(code)
  );
}

// TypeORM wraps what the driver threw.
function driverError(error: unknown): unknown {
  return (error as { driverError?: unknown } | undefined)?.driverError ?? error;
}
