import { HttpException } from '@nestjs/common';
import { ERROR_CATALOG, type ErrorCode } from './error-catalog.js';
import type { FieldError } from './field-errors.js';

interface Circumstances {
  readonly details?: readonly FieldError[];
  /** Whole seconds, for the Retry-After header. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
  /** Of a feature's own refusal: its status and its words, which stand in for the catalogue's. */
  readonly refusal?: { readonly status: number; readonly message: string };
}

/** An answer with a stable code from the catalogue. The filter adds the message in the caller's language. */
export class CodedException extends HttpException {
  readonly details: readonly FieldError[] | undefined;
  readonly retryAfter: number | undefined;
  readonly refusal: Circumstances['refusal'];

  constructor(
    readonly code: ErrorCode,
    { details, retryAfter, cause, refusal }: Circumstances = {},
  ) {
    super(code, refusal?.status ?? ERROR_CATALOG[code].status, { cause });
    this.refusal = refusal;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}
