import { STATUS_CODES } from 'node:http';
import type { Language } from '../http/language.js';
import type { CodedException } from './coded.exception.js';
import { ERROR_CATALOG } from './error-catalog.js';
import { FIELD_ERRORS } from './field-errors.js';

/** The answer of a failed request: Nest's own shape, plus a stable code. */
export function errorBody(
  exception: CodedException,
  language: Language,
  requestId: string,
) {
  const statusCode = exception.getStatus();
  return {
    statusCode,
    error: STATUS_CODES[statusCode],
    code: exception.code,
    message:
      exception.refusal?.message ?? ERROR_CATALOG[exception.code][language],
    requestId,
    details: exception.details?.map(({ field, code }) => ({
      field,
      code,
      message: FIELD_ERRORS[code][language],
    })),
  };
}
