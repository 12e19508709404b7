import { reasonOf } from './abortable.js';
import type { FieldError } from './types.js';

interface ErrorBody {
  readonly code?: string;
  readonly message?: string;
  readonly requestId?: string;
  readonly details?: readonly FieldError[];
}

/**
 * A request that was refused, or that got no answer. Branch on `code`, show `message`.
 *
 * @example
 * try {
 *   await client.login({ username, password });
 * } catch (error) {
 *   if (error instanceof MunjigiError && error.code === 'invalid_credentials') …
 * }
 */
export class MunjigiError extends Error {
  override readonly name = 'MunjigiError';
  /** The server's stable code; `network` when there was no answer. */
  readonly code: string;
  /** HTTP status; 0 when there was no answer. */
  readonly status: number;
  /** What is wrong with which field, to be shown beside it. */
  readonly details: readonly FieldError[];
  readonly requestId: string | undefined;
  /** Whole seconds to wait, after `rate_limited` and `unavailable`. */
  readonly retryAfter: number | undefined;

  constructor(
    status: number,
    { code = 'internal_error', message, requestId, details = [] }: ErrorBody,
    options: { retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message ?? code, { cause: options.cause });
    this.status = status;
    this.code = code;
    this.details = details;
    this.requestId = requestId;
    this.retryAfter = options.retryAfter;
  }
}

/** The error a refused request's answer tells of, whoever in between wrote it. */
export async function errorOf(response: Response): Promise<MunjigiError> {
  const retryAfter = Number(response.headers.get('retry-after')) || undefined;
  const body: unknown = await response.json().catch(() => undefined);
  return new MunjigiError(response.status, told(body), { retryAfter });
}

/** Something in between may have written it: what is not as the server would say it was not said. */
function told(body: unknown): ErrorBody {
  const { code, message, requestId, details } = Object(body) as Record<
    keyof ErrorBody,
    unknown
  >;
  return {
    ...(typeof code === 'string' && { code }),
    ...(typeof message === 'string' && { message }),
    ...(typeof requestId === 'string' && { requestId }),
    ...(Array.isArray(details) && { details: details.filter(isFieldError) }),
  };
}

function isFieldError(value: unknown): value is FieldError {
  const { field, code, message } = Object(value) as Record<string, unknown>;
  return [field, code, message].every((text) => typeof text === 'string');
}

/** No answer: offline, the server away, the answer cut. An abort stays the caller's own, with their reason. */
export function networkError(cause: unknown, caller?: AbortSignal): Error {
  if (caller?.aborted) return reasonOf(caller);
  return isAbort(cause) ? cause : noAnswer(cause);
}

export function isAbort(cause: unknown): cause is Error {
  return cause instanceof Error && cause.name === 'AbortError';
}

/** What was asked may have been done: no answer came, or something on the way, or the server's own trouble, answered instead. */
export function isWithoutAnswer(error: unknown): boolean {
  return (
    error instanceof MunjigiError &&
    (error.code === 'network' || error.status >= 500)
  );
}

export function noAnswer(cause: unknown): MunjigiError {
  const message = 'The server does not answer. Check the connection.';
  return new MunjigiError(0, { code: 'network', message }, { cause });
}

/** What a user began must not be done as another one who has logged in since. */
export function sessionRevoked(): MunjigiError {
  const message = 'The login that this began with has ended.';
  return new MunjigiError(401, { code: 'session_revoked', message });
}
