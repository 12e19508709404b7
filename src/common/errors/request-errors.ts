import { HttpException } from '@nestjs/common';
import { CodedException } from './coded.exception.js';
import { isDatabaseUnavailable } from './database-errors.js';
import type { ErrorCode } from './error-catalog.js';

const CODE_OF_STATUS: Record<number, ErrorCode> = {
  400: 'malformed_body',
  401: 'access_token_invalid',
  403: 'forbidden',
  404: 'not_found',
  413: 'payload_too_large',
  414: 'not_found',
  415: 'unsupported_media_type',
  503: 'unavailable',
};

/** Gives every thrown thing its code: ours as it is, Nest's and Fastify's by their status, a missing database 503, the rest 500. */
export function toCodedException(error: unknown): CodedException {
  if (error instanceof CodedException) return error;
  if (isDatabaseUnavailable(error))
    return new CodedException('unavailable', { retryAfter: 1, cause: error });
  const status = statusOf(error);
  const code = CODE_OF_STATUS[status];
  if (error instanceof HttpException && (!code || status === 400))
    return ofFeature(error, status);
  return new CodedException(code ?? 'internal_error', { cause: error });
}

/** What a feature throws by Nest's habits keeps its status and its words, so long as it blames the caller. */
function ofFeature(error: HttpException, status: number): CodedException {
  const refusal = { status, message: error.message };
  return status < 500
    ? new CodedException('request_refused', { refusal })
    : new CodedException('internal_error', { cause: error });
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  // Only Fastify's own refusals speak of the request; a statusCode on any other error is not about it.
  const { code, statusCode } = Object(error) as {
    code?: unknown;
    statusCode?: number;
  };
  return String(code).startsWith('FST_ERR_') ? (statusCode ?? 500) : 500;
}
