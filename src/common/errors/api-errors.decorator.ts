import { ApiExtension } from '@nestjs/swagger';
import type { ErrorCode } from './error-catalog.js';

/** Where the codes stand in the OpenAPI document until they are spelled out as responses. */
export const API_ERRORS = 'x-error-codes';

/** Names the error codes a route answers by itself; those every route shares are added to the document by `openapi.ts`. */
export const ApiErrors = (...codes: ErrorCode[]): MethodDecorator =>
  ApiExtension(API_ERRORS, codes) as MethodDecorator;
