import { HttpException } from '@nestjs/common';
import { ERROR_CATALOG, type ErrorCode } from './error-catalog.js';
import type { FieldError } from './field-errors.js';

interface Circumstances {
  readonly details?: readonly FieldError[];
  /** Whole seconds, for the Retry-After header. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** An answer with a stable code from the catalogue. The filter adds the message in the caller's language. */
export class CodedException extends HttpException {
  readonly details: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;

  constructor(
    readonly code: ErrorCode,
    { details, retryAfter, cause }: Circumstances = {},
  ) {
    super(code, ERROR_CATALOG[code].status, { cause });
    this.details = details;
    this.retryAfter = retryAfter;
  }
}
